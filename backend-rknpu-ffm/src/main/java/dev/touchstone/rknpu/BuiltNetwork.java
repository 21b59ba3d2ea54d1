package dev.touchstone.rknpu;

import dev.touchstone.BackendException;
import dev.touchstone.rknpu.ddk.BuildLog;
import dev.touchstone.rknpu.ddk.DdkLibrary;
import dev.touchstone.rknpu.ddk.Exection;
import dev.touchstone.rknpu.ddk.Graph;
import dev.touchstone.rknpu.ddk.Precision;
import dev.touchstone.rknpu.ddk.Role;
import dev.touchstone.rknpu.ddk.StandardError;
import dev.touchstone.rknpu.ddk.Tensor;
import dev.touchstone.rknpu.ddk.TensorAttr;
import dev.touchstone.rknpu.mapping.DeviceNetwork;
import dev.touchstone.rknpu.mapping.DeviceTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/** The library's objects for one network, from Build until they are released. For the device's thread. */
final class BuiltNetwork {
    private final DeviceNetwork network;
    private final Precision representation;
    private final Graph graph;
    private final Exection exection;
    private final List<MemorySegment> inputs = new ArrayList<>();
    private final List<MemorySegment> outputs = new ArrayList<>();

    private BuiltNetwork(DeviceNetwork network, Precision representation, DdkLibrary library) {
        this.network = network;
        this.representation = representation;
        graph = new Graph(library);
        exection = new Exection(graph);
        for (var inlet : network.inputs()) {
            inputs.add(graph.allocate(inlet.tensor().shape().elements()));
        }
        for (var outlet : network.outputs()) {
            outputs.add(graph.allocate(outlet.tensor().shape().elements()));
        }
    }

    /**
     * Builds it, or loads what an earlier build left.
     *
     * @throws BackendException if the library cannot, or if what it left is damaged
     */
    static BuiltNetwork open(
            DdkLibrary library, DeviceNetwork network, RknpuSettings settings, Optional<NetworkCache> cache) {
        var stored = cache.flatMap(NetworkCache::load);
        var opened = new BuiltNetwork(network, settings.representation(), library);
        try {
            if (stored.isPresent()) {
                opened.load(stored.get(), settings.replay());
            } else {
                opened.build(cache);
            }
            return opened;
        } catch (RuntimeException e) {
            opened.release();
            throw e;
        }
    }

    private void load(NetworkCache.Stored stored, boolean replay) {
        var content = graph.allocate(stored.content().length);
        MemorySegment.copy(stored.content(), 0, content, ValueLayout.JAVA_BYTE, 0, stored.content().length);
        captured(() -> {
            graph.loadCache(
                    content,
                    network.inputs().stream()
                            .map(i -> attr(i.tensor(), Role.DATA))
                            .toList(),
                    network.outputs().stream()
                            .map(o -> attr(o.tensor(), Role.DATA))
                            .toList());
            return exection.build();
        });
        if (replay && !golden().equals(stored.golden())) {
            throw new BackendException(
                    "rknpu",
                    "a compiled network from the cache gives other results than when it was made; delete the cache, and"
                            + " check the driver's version");
        }
    }

    private void build(Optional<NetworkCache> cache) {
        Optional<Path> file = cache.map(NetworkCache::reserve);
        try {
            captured(() -> {
                assemble();
                file.ifPresent(f -> graph.enableCreateCache(f.toString()));
                return exection.build();
            });
            cache.ifPresent(c -> c.store(file.orElseThrow(), golden()));
        } finally {
            cache.ifPresent(c -> c.discard(file.orElseThrow()));
        }
    }

    /** Build returning 0 is necessary, not sufficient: what the library wrote tells whether the network is whole. */
    private void captured(IntSupplier build) {
        var captured = StandardError.during(build);
        var log = new BuildLog(captured.text());
        if (captured.code() != 0 || !log.errors().isEmpty()) {
            var node = log.failedNode();
            throw new BackendException(
                    "rknpu",
                    "the library could not build the graph (code " + captured.code() + ")"
                            + (node.isPresent() ? " because of " + nodeAt(node.getAsInt()) : "")
                            + (log.errors().isEmpty() ? "" : ": " + String.join(" | ", log.errors())));
        }
    }

    private String nodeAt(int index) {
        return index < network.operators().size()
                ? network.operators().get(index).node()
                : "operator " + index;
    }

    private void assemble() {
        Map<Integer, Tensor> made = new HashMap<>();
        Set<Integer> border = new HashSet<>();
        network.inputs().forEach(i -> border.add(i.tensor().id()));
        network.outputs().forEach(o -> border.add(o.tensor().id()));
        for (var operator : network.operators()) {
            for (var input : operator.inputs()) {
                made.computeIfAbsent(input.id(), id -> create(input, border));
            }
            made.computeIfAbsent(operator.output().id(), id -> create(operator.output(), border));
        }
        for (int i = 0; i < network.operators().size(); i++) {
            var operator = network.operators().get(i);
            graph.add(
                    operator.type(),
                    operator.inputs().stream().map(t -> made(made, t)).toList(),
                    List.of(made(made, operator.output())),
                    operator.attr(),
                    "n" + i);
        }
        graph.setInputsOutputs(
                network.inputs().stream().map(i -> made(made, i.tensor())).toList(),
                network.outputs().stream().map(o -> made(made, o.tensor())).toList());
    }

    private static Tensor made(Map<Integer, Tensor> made, DeviceTensor tensor) {
        return Objects.requireNonNull(made.get(tensor.id()));
    }

    private Tensor create(DeviceTensor tensor, Set<Integer> border) {
        if (tensor.bias() != null) {
            var data = graph.allocate(4L * tensor.bias().length);
            MemorySegment.copy(tensor.bias(), 0, data, ValueLayout.JAVA_INT, 0, tensor.bias().length);
            return graph.constant(attr(tensor, Role.CONST), data);
        }
        if (tensor.codes() != null) {
            var data = graph.allocate(tensor.codes().length);
            byte flip = (byte) (representation == Precision.UINT8 ? 0x80 : 0);
            for (int i = 0; i < tensor.codes().length; i++) {
                data.set(ValueLayout.JAVA_BYTE, i, (byte) (tensor.codes()[i] ^ flip));
            }
            return graph.constant(attr(tensor, Role.CONST), data);
        }
        return graph.tensor(attr(tensor, border.contains(tensor.id()) ? Role.DATA : Role.VAR));
    }

    private TensorAttr attr(DeviceTensor tensor, Role role) {
        var dims = Arrays.stream(tensor.shape().toArray()).boxed().toList();
        var precision = tensor.bias() != null ? Precision.INT32 : representation;
        return new TensorAttr("t" + tensor.id(), dims, precision, role, tensor.scale());
    }

    /** One buffer for each input of the network, in the representation of the device; filled before {@link #compute}. */
    List<MemorySegment> inputs() {
        return inputs;
    }

    /** One buffer for each output of the network, filled by {@link #compute}. */
    List<MemorySegment> outputs() {
        return outputs;
    }

    /**
     * Computes the outputs of the inputs.
     *
     * @throws BackendException if the library fails, or claims success without having written; then what it holds is of
     *     no more use
     */
    void compute() {
        int code = exection.run(inputs);
        if (code != 0) {
            throw new BackendException("rknpu", "the library's run returned " + code + "; expected 0");
        }
        for (int round = 0; round < 2; round++) {
            for (var output : outputs) {
                HostData.poison(output, round);
            }
            int read = exection.getOutputs(outputs);
            if (read != 0) {
                throw new BackendException("rknpu", "the library's GetOutputs returned " + read + "; expected 0");
            }
            int pattern = round;
            if (outputs.stream().noneMatch(o -> HostData.isPoisoned(o, pattern))) {
                return;
            }
        }
        throw new BackendException("rknpu", "the library's GetOutputs returned 0, but wrote no output");
    }

    /** The hash of the results of one fixed input. */
    private String golden() {
        for (var input : inputs) {
            for (long i = 0; i < input.byteSize(); i++) {
                input.set(ValueLayout.JAVA_BYTE, i, (byte) (1 + (i * 37 + i / 251) % 255));
            }
        }
        compute();
        var digest = Stamp.sha256();
        outputs.forEach(o -> digest.update(o.toArray(ValueLayout.JAVA_BYTE)));
        return Stamp.hex(digest.digest());
    }

    /** Gives everything back to the library. */
    void release() {
        exection.close();
        graph.close();
    }
}
