package dev.touchstone.rknpu;

import dev.touchstone.BackendException;
import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A backend of one operator over {@link RawDdk}: the library's failures pass through it as they are, so that the host of
 * isolated backends is tested alone.
 */
public final class RawReluProvider implements BackendProvider {
    private static final int INT8 = 1;
    private static final int DATA = 2;
    private static final int RELU = 19;

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of());
    }

    @Override
    public Optional<String> explainCrash(int exitCode, List<String> lastLines) {
        return CrashMeaning.of(exitCode, lastLines);
    }

    @Override
    public Backend open(BackendOptions options) {
        var ddk = new RawDdk(Path.of(System.getProperty(TestLibrary.PROPERTY)));
        return new Backend() {
            @Override
            public NumericProfile profile() {
                return NumericProfile.REFERENCE;
            }

            @Override
            public Support supports(Node node) {
                return node.operator() instanceof Relu
                        ? Support.SUPPORTED
                        : new Support.Unsupported(
                                "OPERATOR", "operator", "relu", node.operator().name(), "");
            }

            @Override
            public CompiledGraph compile(Graph graph) {
                return new RawRelu(ddk, graph);
            }

            @Override
            public void close() {}
        };
    }

    private static final class RawRelu implements CompiledGraph {
        private final RawDdk ddk;
        private final MemorySegment graph;
        private final List<RawDdk.Shared> owned;
        private final MemorySegment exection;

        RawRelu(RawDdk ddk, Graph source) {
            this.ddk = ddk;
            var shape = source.inputs().getFirst().type().shape();
            var dims = new int[] {1, 1, 1, shape.elements()};
            graph = ddk.graph();
            var in = ddk.tensor(graph, "in", INT8, DATA, 1, dims, 0);
            var out = ddk.tensor(graph, "out", INT8, DATA, 1, dims, 0);
            var relu = ddk.operator(graph, RELU, List.of(in), out, MemorySegment.NULL, "relu");
            owned = List.of(relu, out, in);
            ddk.setInputsOutputs(graph, in, out);
            exection = ddk.exection(graph);
            int code = ddk.build(exection);
            if (code != 0) {
                close();
                throw new BackendException("raw", "Build returned " + code);
            }
        }

        @Override
        public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
            try (var arena = Arena.ofConfined()) {
                var x = arena.allocateFrom(
                        ValueLayout.JAVA_BYTE, inputs.getFirst().toBytes());
                var y = arena.allocate(x.byteSize()).fill((byte) -128);
                require("SetInputs", ddk.setInputs(exection, x));
                require("Run", ddk.run(exection));
                require("GetOutputs", ddk.getOutputs(exection, y));
                if (y.get(ValueLayout.JAVA_BYTE, 0) == -128) {
                    throw new BackendException("raw", "nobody wrote the output");
                }
                outputs.getFirst().segment().copyFrom(y);
            }
        }

        private static void require(String call, int code) {
            if (code != 0) {
                throw new BackendException("raw", call + " returned " + code);
            }
        }

        @Override
        public void close() {
            ddk.destroyExection(exection);
            owned.forEach(ddk::release);
            ddk.destroyGraph(graph);
        }
    }
}
