package dev.touchstone.rknpu;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.Signature;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.rknpu.ddk.DdkLibrary;
import dev.touchstone.rknpu.mapping.Limits;
import dev.touchstone.rknpu.mapping.Mappings;
import dev.touchstone.rknpu.mapping.NetworkBuilder;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** An NPU of this machine. */
final class RknpuBackend implements Backend {
    /**
     * What is known of the devices. The library asks its driver to truncate, but whether the hardware does is not known;
     * bias goes over as it is.
     */
    private static final NumericProfile PROFILE = new NumericProfile(
            NumericProfile.Rounding.UNKNOWN,
            // Codes -128 stay inside a network and become -127 where results leave it.
            NumericProfile.Range.UNKNOWN,
            NumericProfile.Requantization.UNKNOWN,
            NumericProfile.Multiplier.UNKNOWN,
            NumericProfile.Bias.INT32_HALF_EVEN,
            NumericProfile.ActivationPlace.UNKNOWN,
            NumericProfile.AverageDivisor.UNKNOWN,
            NumericProfile.Transcendental.UNKNOWN,
            NumericProfile.Accumulation.UNKNOWN,
            NumericProfile.Coefficients.INT8);

    private final DdkLibrary library;
    private final Path file;
    private final RknpuSettings settings;
    private final Mappings mappings;

    RknpuBackend(DdkLibrary library, Path file, RknpuSettings settings) {
        this.library = library;
        this.file = file;
        this.settings = settings;
        mappings = new Mappings(new Limits(ValueLayout.ADDRESS.byteSize() == 4, settings.unverified()));
    }

    @Override
    public NumericProfile profile() {
        return PROFILE;
    }

    @Override
    public Support supports(Node node) {
        return Support.ofInvalid(node).orElseGet(() -> mappings.supports(node));
    }

    @Override
    public CompiledGraph compile(Graph graph) {
        var network = NetworkBuilder.build(graph, mappings);
        var cache = settings.cacheDirectory()
                .map(d -> new NetworkCache(d, Stamp.of(network, settings.representation(), library, file)));
        return new NativeNetwork(
                Signature.of(graph), network, settings, () -> BuiltNetwork.open(library, network, settings, cache));
    }

    @Override
    public void close() {}
}
