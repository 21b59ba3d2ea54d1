package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.RuleBook;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Div;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What float32 operators make of infinities, NaN and zeros of both signs, with results written down by hand from the
 * text of the rules: one line for each place in which an implementation may stray.
 */
public final class SpecialNumberCases implements CaseSource {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float LOWEST = -Float.MAX_VALUE;

    private record Special(Rule rule, Computation computation) {}

    private static final List<Special> CASES = List.of(
            // Taps outside the image are skipped, so that an infinite weight meets no zero there.
            fed("conv2d/C5", conv(), row(1, 2), List.of(filter(INF, 1, NAN)), row(NAN, INF)),
            fed("conv2d/C5", conv(), row(1, 2), List.of(filter(INF, 1, 0)), row(1, INF)),
            fed("conv2d/C5", conv(), row(1, 2), List.of(filter(0, 1, -INF)), row(-INF, 2)),
            fed("conv2d/C6", Conv2d.plain(), row(INF, -INF, NAN, 0), List.of(filter(2)), row(INF, -INF, NAN, 0)),
            fed("conv2d/C6", Conv2d.plain(), row(INF, -INF, 1, 0), List.of(filter(0)), row(NAN, NAN, 0, 0)),
            fed(
                    "fully_connected/F2",
                    new FullyConnected(1, new Activation.None()),
                    matrix(3, INF, 1, 1, INF, -1, 1, NAN, 0, 0),
                    List.of(matrix(1, 1, INF, 0)),
                    matrix(1, INF, NAN, NAN)),
            both(
                    "fully_connected/F2",
                    new MatMul(false, false, 1),
                    matrix(2, INF, 1, 0, -1),
                    matrix(1, 1, -INF),
                    matrix(1, NAN, INF)),
            both(
                    "fully_connected/F2",
                    new MatMul(false, false, 1),
                    matrix(2, NAN, 1, 3, -1),
                    matrix(1, 0, 1),
                    matrix(1, NAN, -1)),
            fed("pool2d/P6", pool(Pool2d.Kind.MAX), row(1, NAN, 3, NAN, 2, -INF), List.of(), row(NAN, NAN, 2)),
            fed("pool2d/P6", pool(Pool2d.Kind.MAX), row(-INF, -INF, NAN, 1), List.of(), row(LOWEST, 1)),
            fed("pool2d/P7", pool(Pool2d.Kind.AVERAGE), row(INF, 1, INF, -INF, NAN, 1), List.of(), row(INF, NAN, NAN)),
            fed("reduce/R1", reduce(Reduce.Kind.MAX), matrix(2, 1, NAN, NAN, 1), List.of(), matrix(1, NAN, 1)),
            fed("reduce/R1", reduce(Reduce.Kind.MIN), matrix(2, 1, NAN, NAN, 1), List.of(), matrix(1, NAN, 1)),
            fed("reduce/R1", reduce(Reduce.Kind.SUM), matrix(2, INF, 1, INF, -INF), List.of(), matrix(1, INF, NAN)),
            fed("reduce/R1", reduce(Reduce.Kind.MEAN), matrix(2, -INF, 1, NAN, 0), List.of(), matrix(1, -INF, NAN)),
            fed("softmax/S2", new Softmax(1), matrix(2, 0, -INF, INF, 0), List.of(), matrix(2, 1, 0, NAN, NAN)),
            fed("softmax/S2", new Softmax(1), matrix(2, -INF, -INF, NAN, 0), List.of(), matrix(2, NAN, NAN, NAN, NAN)),
            fed("unary/U5", new Relu(), row(NAN, -0f, -INF, INF), List.of(), row(0, 0, 0, INF)),
            fed("unary/U5", new Relu6(6), row(NAN, -0f, -INF, INF), List.of(), row(NAN, 0, 0, 6)),
            fed("unary/U5", new LeakyRelu(0.5f), row(NAN, -0f, -INF, INF), List.of(), row(NAN, 0, -INF, INF)),
            fed("unary/U5", new Clip(-1, 2), row(NAN, -0f, -INF, INF), List.of(), row(NAN, 0, -1, 2)),
            fed("unary/U4", new Sigmoid(), row(NAN, 0, -INF, INF), List.of(), row(NAN, 0.5f, 0, 1)),
            fed("unary/U4", new Tanh(), row(NAN, -0f, -INF, INF), List.of(), row(NAN, 0, -1, 1)),
            both("binary/E2", new Max(-1), row(NAN, 1, INF), row(2, NAN, -INF), row(2, NAN, INF)),
            both("binary/E2", new Min(-1), row(NAN, 1, INF), row(2, NAN, -INF), row(2, NAN, -INF)),
            both("binary/E2", new Add(-1), row(INF, INF, NAN), row(1, -INF, 1), row(INF, NAN, NAN)),
            both("binary/E2", new Mul(-1), row(INF, INF, -0f), row(0, -2, 5), row(NAN, -INF, 0)),
            both("binary/E2", new Div(-1), row(1, -1, 0, INF), row(0, 0, 0, INF), row(INF, -INF, NAN, NAN)));

    /** A source without choices. */
    public SpecialNumberCases() {}

    private static Conv2d conv() {
        return new Conv2d(Hw.ONE, Padding.explicit(0, 0, 1, 1), Hw.ONE, 1, Activation.NONE);
    }

    private static Pool2d pool(Pool2d.Kind kind) {
        return new Pool2d(kind, new Window.Sliding(new Hw(1, 2), new Hw(1, 2), Padding.NONE, false), false);
    }

    private static Reduce reduce(Reduce.Kind kind) {
        return new Reduce(kind, List.of(1), true);
    }

    /** An image of one row. */
    private static Tensor row(float... numbers) {
        return Tensor.of(numbers, 1, 1, 1, numbers.length);
    }

    /** The taps of one row. */
    private static Tensor filter(float... taps) {
        return Tensor.of(taps, 1, 1, 1, taps.length);
    }

    private static Tensor matrix(int columns, float... numbers) {
        return Tensor.of(TensorType.float32(Shape.of(numbers.length / columns, columns)), numbers);
    }

    private static Special fed(String rule, Operator operator, Tensor x, List<Tensor> constants, Tensor expected) {
        return special(rule, operator, List.of(x), constants, expected);
    }

    private static Special both(String rule, Operator operator, Tensor a, Tensor b, Tensor expected) {
        return special(rule, operator, List.of(a, b), List.of(), expected);
    }

    private static Special special(
            String rule, Operator operator, List<Tensor> fed, List<Tensor> constants, Tensor expected) {
        var builder = new GraphBuilder(operator.name());
        var operands = new ArrayList<Value>();
        fed.forEach(t -> operands.add(builder.input("x" + operands.size(), t.type())));
        constants.forEach(t -> operands.add(builder.constant("c" + operands.size(), t)));
        builder.add("node", operator, operands, List.of("y")).forEach(builder::output);
        return new Special(RuleBook.standard().rule(rule), new Computation(builder.build(), fed, List.of(expected), 0));
    }

    @Override
    public String name() {
        return "special";
    }

    @Override
    public List<Rule> rules() {
        return CASES.stream().map(Special::rule).distinct().toList();
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, CASES.size())
                .mapToObj(i -> new ConformanceCase(
                        "special#" + i, CASES.get(i).rule(), () -> CASES.get(i).computation()));
    }
}
