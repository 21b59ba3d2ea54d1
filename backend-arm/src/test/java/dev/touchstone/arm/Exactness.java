package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Signature;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs graphs here and on the reference, and compares the bits. */
final class Exactness {
    private Exactness() {}

    /** The names of the instruction sets of this machine. */
    static List<String> instructionSets() {
        return InstructionSets.detect().found().stream()
                .map(InstructionSets.Named::name)
                .toList();
    }

    static Backend open(String isa) {
        return open(isa, 1);
    }

    static Backend open(String isa, int threads) {
        return new ArmBackendProvider().open(new BackendOptions(threads, Map.of(ArmBackendProvider.ISA, isa)));
    }

    /** Random contents: int8 from -127 to 127 with many extremes, floats in about the range of int8 images. */
    static Tensor random(dev.touchstone.tensor.TensorType type, SplittableRandom random) {
        var tensor = Tensor.allocate(type);
        switch (type.dataType()) {
            case INT8 -> {
                byte[] bytes = tensor.bytes();
                for (int i = 0; i < bytes.length; i++) {
                    int extreme = random.nextInt(16);
                    bytes[i] = (byte) (extreme == 0 ? 127 : extreme == 1 ? -127 : random.nextInt(-127, 128));
                }
            }
            case FLOAT32 -> {
                float[] floats = tensor.floats();
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) random.nextDouble(-3, 3);
                }
            }
            case UINT8 -> random.nextBytes(tensor.bytes());
            case BOOL -> {
                byte[] bytes = tensor.bytes();
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) random.nextInt(2);
                }
            }
            case INT32 -> {
                int[] ints = tensor.ints();
                for (int i = 0; i < ints.length; i++) {
                    ints[i] = random.nextInt();
                }
            }
            case INT64 -> {
                long[] longs = tensor.longs();
                for (int i = 0; i < longs.length; i++) {
                    longs[i] = random.nextLong();
                }
            }
        }
        return tensor;
    }

    static List<Tensor> run(Backend backend, Graph graph, List<Tensor> inputs) {
        try (var compiled = backend.compile(graph)) {
            return runTwice(compiled, graph, inputs);
        }
    }

    private static List<Tensor> runTwice(CompiledGraph compiled, Graph graph, List<Tensor> inputs) {
        var outputs = new ArrayList<Tensor>();
        graph.outputs().forEach(v -> outputs.add(Tensor.allocate(v.type())));
        compiled.run(inputs, outputs, RunMonitor.NONE);
        // again in used memory
        compiled.run(inputs, outputs, RunMonitor.NONE);
        return outputs;
    }

    /** The same by way of the bytes that a later process would load. */
    private static List<Tensor> runLoaded(Backend backend, Graph graph, List<Tensor> inputs) {
        var format = backend.format().orElseThrow();
        byte[] bytes;
        try (var compiled = backend.compile(graph)) {
            bytes = format.write(compiled);
        }
        try (var loaded = format.read(Signature.of(graph), MemorySegment.ofArray(bytes))) {
            return runTwice(loaded, graph, inputs);
        }
    }

    /**
     * Requires that a graph is taken and gives the reference's bits, for random inputs, with one and two threads, compiled
     * here and loaded.
     */
    static void require(String isa, Graph graph, long seed) {
        var random = new SplittableRandom(seed);
        var inputs = graph.inputs().stream().map(v -> random(v.type(), random)).toList();
        var expected = run(new ReferenceBackend(), graph, inputs);
        for (int threads = 1; threads <= 2; threads++) {
            try (var backend = open(isa, threads)) {
                for (var node : graph.nodes()) {
                    assertThat(backend.supports(node)).as(node.label()).isEqualTo(Support.SUPPORTED);
                }
                String what = "seed " + seed + ", threads " + threads;
                requireEqual(graph, expected, run(backend, graph, inputs), what);
                requireEqual(graph, expected, runLoaded(backend, graph, inputs), what + ", loaded");
            }
        }
    }

    static void requireEqual(Graph graph, List<Tensor> expected, List<Tensor> actual, String what) {
        for (int i = 0; i < expected.size(); i++) {
            long different = expected.get(i).segment().mismatch(actual.get(i).segment());
            if (different >= 0) {
                assertThat(actual.get(i).segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
                        .as(what + ", output " + graph.outputs().get(i) + ", first difference at byte " + different
                                + "\n" + graph.toText())
                        .isEqualTo(expected.get(i).segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
            }
        }
    }

    /** A graph whose outputs are all its values, so that the first wrong node shows. */
    static Graph everything(Graph graph) {
        var builder = new GraphBuilder(graph.name());
        graph.inputs().forEach(builder::input);
        for (Node node : graph.nodes()) {
            builder.add(node);
            node.outputs().forEach(builder::output);
        }
        return builder.build();
    }
}
