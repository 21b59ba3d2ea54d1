package dev.touchstone.arm;

import static dev.touchstone.arm.Graphs.int8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendException;
import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.compile.GraphCompiler;
import dev.touchstone.arm.kernel.AffineKernel;
import dev.touchstone.arm.kernel.BinaryKernel;
import dev.touchstone.arm.kernel.BorderKernel;
import dev.touchstone.arm.kernel.ConvKernel;
import dev.touchstone.arm.kernel.CopyKernel;
import dev.touchstone.arm.kernel.DepthwiseColumnsKernel;
import dev.touchstone.arm.kernel.DepthwiseKernel;
import dev.touchstone.arm.kernel.DepthwisePairKernel;
import dev.touchstone.arm.kernel.DequantizeKernel;
import dev.touchstone.arm.kernel.DoubleFunctionKernel;
import dev.touchstone.arm.kernel.GatherKernel;
import dev.touchstone.arm.kernel.Kernel;
import dev.touchstone.arm.kernel.PairTableKernel;
import dev.touchstone.arm.kernel.PoolKernel;
import dev.touchstone.arm.kernel.QuantizeKernel;
import dev.touchstone.arm.kernel.QuantizePixelsKernel;
import dev.touchstone.arm.kernel.QuantizePlanesKernel;
import dev.touchstone.arm.kernel.RealDepthwiseKernel;
import dev.touchstone.arm.kernel.RealElementKernel;
import dev.touchstone.arm.kernel.RealPoolKernel;
import dev.touchstone.arm.kernel.RealSoftmaxKernel;
import dev.touchstone.arm.kernel.ReduceKernel;
import dev.touchstone.arm.kernel.SoftmaxKernel;
import dev.touchstone.arm.kernel.TableKernel;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.backend.Signature;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Div;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kernel with each of its instructions wrong in turn: before the first run that must be an error. */
class SelfCheckTest {
    private static final Window WINDOW =
            new Window.Sliding(new Hw(3, 3), new Hw(2, 2), Padding.explicit(1, 1, 1, 1), false);

    /** For each class of kernels graphs that are compiled to it. */
    private static final Map<Class<? extends Kernel>, Supplier<List<Graph>>> GRAPHS = Map.ofEntries(
            Map.entry(
                    ConvKernel.class,
                    () -> List.of(convolution(1, 24, Hw.ONE), pointwise(false), pointwise(true), realConvolution(1))),
            Map.entry(DepthwiseKernel.class, () -> List.of(convolution(40, 40, new Hw(3, 3)))),
            Map.entry(DepthwisePairKernel.class, () -> List.of(convolution(40, 40, 2, Hw.ONE))),
            Map.entry(
                    DepthwiseColumnsKernel.class,
                    () -> List.of(convolution(40, 40, Hw.ONE), convolution(40, 40, new Hw(2, 2)))),
            Map.entry(RealDepthwiseKernel.class, () -> List.of(realConvolution(20), realDepthwise())),
            Map.entry(BorderKernel.class, () -> List.of(bordered())),
            Map.entry(
                    PoolKernel.class,
                    () -> List.of(
                            ints(new Pool2d(Pool2d.Kind.MAX, WINDOW, false), 0.05f, 1, 40, 7, 8),
                            ints(new Pool2d(Pool2d.Kind.AVERAGE, WINDOW, false), 0.04f, 1, 40, 7, 8))),
            Map.entry(
                    RealPoolKernel.class,
                    () -> List.of(
                            reals(new Pool2d(Pool2d.Kind.MAX, WINDOW, false), 1, 40, 7, 8),
                            reals(new Pool2d(Pool2d.Kind.AVERAGE, WINDOW, false), 1, 40, 7, 8))),
            Map.entry(SoftmaxKernel.class, () -> List.of(ints(new Softmax(-1), 1 / 127f, 3, 10))),
            Map.entry(RealSoftmaxKernel.class, () -> List.of(reals(new Softmax(-1), 3, 10))),
            Map.entry(
                    AffineKernel.class,
                    () -> List.of(norm(int8(0.05f, 1, 40, 5, 4)), norm(TensorType.float32(1, 40, 5, 4)))),
            Map.entry(
                    BinaryKernel.class,
                    () -> List.of(ints(new Add(-1), 0.06f, 1, 40, 5, 6), ints(new Mul(-1), 0.06f, 1, 40, 5, 6))),
            Map.entry(PairTableKernel.class, () -> List.of(ints(new Div(-1), 0.5f, 1, 40, 5, 6))),
            Map.entry(TableKernel.class, () -> List.of(ints(new Sigmoid(), 1 / 127f, 77))),
            Map.entry(
                    CopyKernel.class,
                    () -> List.of(
                            ints(new Transpose(List.of(0, 2, 3, 1)), 0.05f, 1, 40, 5, 6),
                            ints(new Transpose(List.of(0, 2, 3, 1)), 0.07f, 1, 40, 5, 6))),
            Map.entry(
                    ReduceKernel.class,
                    () -> List.of(
                            ints(new Reduce(Reduce.Kind.MEAN, List.of(1), false), 0.05f, 3, 40),
                            ints(new Reduce(Reduce.Kind.MAX, List.of(1), false), 0.05f, 3, 40),
                            reals(new Reduce(Reduce.Kind.SUM, List.of(1), false), 3, 40),
                            reals(new Reduce(Reduce.Kind.PRODUCT, List.of(1), false), 3, 40),
                            reals(new Reduce(Reduce.Kind.MIN, List.of(1), false), 3, 40))),
            Map.entry(RealElementKernel.class, () -> List.of(reals(new Add(-1), 3, 40), reals(new Div(-1), 3, 40))),
            Map.entry(DoubleFunctionKernel.class, () -> List.of(reals(new Sigmoid(), 3, 40))),
            Map.entry(QuantizeKernel.class, () -> List.of(quantize(3, 40))),
            Map.entry(QuantizePixelsKernel.class, () -> List.of(quantize(1, 3, 9, 28), packed(Hw.ONE))),
            Map.entry(GatherKernel.class, () -> List.of(packed(new Hw(2, 2)))),
            Map.entry(QuantizePlanesKernel.class, () -> List.of(planes())),
            Map.entry(DequantizeKernel.class, () -> List.of(dequantize())));

    private static Graph convolution(int groups, int out, Hw stride) {
        return convolution(groups, out, 3, stride);
    }

    private static Graph convolution(int groups, int out, int rows, Hw stride) {
        var g = new Graphs(1);
        var conv = new Conv2d(stride, Padding.explicit(1, 1, 1, 1), Hw.ONE, groups, Activation.NONE);
        var x = g.input(int8(0.02f, 1, 40, 6, 7));
        return g.output(g.int8(conv, 0.5f, x, g.weights(true, 0, out, 40 / groups, rows, 3), g.bias(out)))
                .build();
    }

    /** Wide enough for tiles that take turns. */
    private static Graph pointwise(boolean summed) {
        var g = new Graphs(1);
        var x = g.input(int8(0.02f, 1, 40, 2, 17));
        var y = g.int8(Conv2d.plain(), 0.5f, x, g.weights(true, 0, 64, 40, 1, 1), g.bias(64));
        return g.output(summed ? g.int8(new Add(-1), 1, y, g.input(int8(0.5f, 1, 64, 2, 17))) : y)
                .build();
    }

    /** A picture in pixels of three bytes. */
    private static Graph packed(Hw stride) {
        var g = new Graphs(1);
        var q = g.int8(new Quantize(0.05f), 0.05f, g.input(TensorType.float32(1, 3, 9, 28)));
        var conv = new Conv2d(stride, Padding.explicit(3, 3, 3, 3), Hw.ONE, 1, Activation.NONE);
        return g.output(g.int8(conv, 0.5f, q, g.weights(false, 0, 16, 3, 7, 7))).build();
    }

    private static Graph realConvolution(int groups) {
        var g = new Graphs(1);
        var type = TensorType.float32(1, 20, 6, 6);
        var conv = new Conv2d(Hw.ONE, Padding.explicit(1, 1, 1, 1), Hw.ONE, groups, Activation.NONE);
        var weights = g.constant(TensorType.float32(20, 20 / groups, 3, 3));
        return g.output(g.add(conv, type, g.input(type), weights, g.bias(20))).build();
    }

    /** With more taps than there are registers for weights. */
    private static Graph realDepthwise() {
        var g = new Graphs(1);
        var type = TensorType.float32(1, 20, 6, 6);
        var conv = new Conv2d(Hw.ONE, Padding.explicit(2, 2, 2, 2), Hw.ONE, 20, Activation.NONE);
        return g.output(g.add(conv, type, g.input(type), g.constant(TensorType.float32(20, 1, 5, 5)), g.bias(20)))
                .build();
    }

    /** A tensor of whole planes with a border. */
    private static Graph bordered() {
        var g = new Graphs(1);
        var type = TensorType.float32(1, 32, 6, 6);
        var conv = new Conv2d(Hw.ONE, Padding.explicit(1, 1, 1, 1), Hw.ONE, 1, Activation.NONE);
        return g.output(g.add(conv, type, g.input(type), g.constant(TensorType.float32(32, 32, 3, 3))))
                .build();
    }

    private static int inputs(Operator operator) {
        return operator instanceof Add || operator instanceof Mul || operator instanceof Div ? 2 : 1;
    }

    private static Graph ints(Operator operator, float scale, int... shape) {
        var g = new Graphs(1);
        var inputs = new Value[inputs(operator)];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = g.input(int8(0.05f, shape));
        }
        return g.output(g.int8(operator, scale, inputs)).build();
    }

    private static Graph reals(Operator operator, int... shape) {
        var g = new Graphs(1);
        var inputs = new ArrayList<Value>();
        for (int i = 0; i < inputs(operator); i++) {
            inputs.add(g.input(TensorType.float32(shape)));
        }
        var type =
                dev.touchstone.graph.GraphBuilder.infer("y", operator, inputs).getFirst();
        return g.output(g.add(operator, type, inputs.toArray(Value[]::new))).build();
    }

    private static Graph norm(TensorType type) {
        var g = new Graphs(1);
        var ones = new float[40];
        java.util.Arrays.fill(ones, 1.5f);
        var variance = Value.constant("v", Tensor.of(ones, 40));
        return g.output(g.add(new BatchNorm(1e-5f), type, g.input(type), g.bias(40), g.bias(40), g.bias(40), variance))
                .build();
    }

    private static Graph quantize(int... shape) {
        var g = new Graphs(1);
        var q = g.int8(new Quantize(0.05f), 0.05f, g.input(TensorType.float32(shape)));
        return g.output(
                        shape.length == 4
                                ? g.int8(Conv2d.plain(), 0.1f, q, g.weights(false, 0, 16, shape[1], 1, 1))
                                : q)
                .build();
    }

    /** From planes to planes: between two float convolutions. */
    private static Graph planes() {
        var g = new Graphs(1);
        var type = TensorType.float32(1, 16, 5, 4);
        var x = g.add(Conv2d.plain(), type, g.input(type), g.constant(TensorType.float32(16, 16, 1, 1)));
        var q = g.int8(new Quantize(0.05f), 0.05f, x);
        var y = g.int8(Conv2d.plain(), 0.1f, q, g.weights(false, 0, 16, 16, 1, 1));
        var real = g.add(new Dequantize(), type, y);
        return g.output(g.add(Conv2d.plain(), type, real, g.constant(TensorType.float32(16, 16, 1, 1))))
                .build();
    }

    private static Graph dequantize() {
        var g = new Graphs(1);
        var type = TensorType.float32(3, 40);
        return g.output(g.add(new Dequantize(), type, g.input(int8(0.05f, 3, 40))))
                .build();
    }

    static List<String> instructionSets() {
        return Exactness.instructionSets();
    }

    @Test
    void everyClassOfKernelsIsTried() throws IOException, URISyntaxException {
        var classes = Path.of(
                Kernel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (var files = Files.list(classes.resolve("dev/touchstone/arm/kernel"))) {
            var kernels = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Kernel.class"))
                    .map(name -> named(name.substring(0, name.length() - ".class".length())))
                    .filter(c -> Kernel.class.isAssignableFrom(c) && !Modifier.isAbstract(c.getModifiers()))
                    .collect(Collectors.toSet());
            assertThat(GRAPHS.keySet()).isEqualTo(kernels);
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName("dev.touchstone.arm.kernel." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void eachWrongInstructionOfEachKernelIsAnError(String isa) {
        GRAPHS.forEach((kernel, graphs) -> {
            for (var graph : graphs.get()) {
                var right = new WrongMachine(kernel, "");
                var machine = machine(isa, right);
                load(graph, machine);
                // zeros come from no instruction that could be wrong
                assertThat(right.used().isEmpty())
                        .as("%s in %s", kernel, graph.toText())
                        .isEqualTo(kernel == BorderKernel.class
                                || (kernel == DepthwiseColumnsKernel.class && !DepthwiseColumnsKernel.suits(machine)));
                for (var instruction : right.used()) {
                    if (!changesNothing(graph, instruction)) {
                        requireError(isa, graph, kernel, instruction);
                    }
                }
            }
        });
    }

    /**
     * What pools and extremes begin with: 0 or one below all numbers, which twice their bits are too; or the first row,
     * which is compared once more as it is.
     */
    private static boolean changesNothing(Graph graph, String instruction) {
        var operator = graph.nodes().getFirst().operator();
        return instruction.equals("load")
                && (operator instanceof Pool2d
                        || (operator instanceof Reduce reduce && reduce.kind() == Reduce.Kind.MAX));
    }

    private static void requireError(String isa, Graph graph, Class<? extends Kernel> kernel, String instruction) {
        var wrong = machine(isa, new WrongMachine(kernel, instruction));
        assertThatThrownBy(
                        () -> load(graph, wrong),
                        "%s of %s wrong on %s, in %s",
                        instruction,
                        kernel.getSimpleName(),
                        isa,
                        graph.toText())
                .isInstanceOf(BackendException.class)
                .hasMessageStartingWith("backend arm: machine code computes ")
                .hasMessageContaining(" where a plain loop gives ")
                .hasMessageContaining(", in " + kernel.getSimpleName() + "[")
                .hasMessageEndingWith(
                        "]; use another instruction set (touchstone.arm.isa) or the backend reference, and "
                                + "report this");
    }

    private static Machine machine(String isa, WrongMachine wrong) {
        return wrong.around(InstructionSets.detect().choose(isa).machine().apply(new CodeBuffer()));
    }

    private static void load(Graph graph, Machine machine) {
        var program = GraphCompiler.compile(graph, machine);
        try (var workers = new WorkerPool(1, new CoreChoice(1, List.of(), ""))) {
            new ArmGraph(Signature.of(graph), program, workers).close();
        }
    }
}
