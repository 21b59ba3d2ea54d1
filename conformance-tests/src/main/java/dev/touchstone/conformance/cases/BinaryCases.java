package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Sub;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Functions of two elements, with every way in which one operand can be laid over the other. */
final class BinaryCases {
    /** Shapes of a and b, and the axis. */
    private record Layout(Shape a, Shape b, int axis) {}

    private static final List<Layout> LAYOUTS = List.of(
            layout(new int[] {2, 3, 4, 5}, new int[] {2, 3, 4, 5}, 0),
            layout(new int[] {2, 3, 4, 5}, new int[] {3, 4}, 1),
            layout(new int[] {2, 3, 4, 5}, new int[] {4, 5}, 2),
            layout(new int[] {2, 3, 4, 5}, new int[] {5}, 3),
            layout(new int[] {2, 3, 4, 5}, new int[] {3}, 1),
            layout(new int[] {2, 3, 4, 5}, new int[] {3, 4, 5}, -1),
            layout(new int[] {2, 3, 4}, new int[] {2, 3}, 0),
            layout(new int[] {2, 3, 4}, new int[] {3}, 1),
            layout(new int[] {2, 3, 4}, new int[] {4}, 2),
            layout(new int[] {2, 3}, new int[] {2}, 0),
            layout(new int[] {3}, new int[] {3, 2}, 0),
            layout(new int[] {1, 2, 3, 4}, new int[] {2, 1, 1}, 1),
            layout(new int[] {1, 1, 3, 1}, new int[] {1, 2, 3, 4}, -1),
            layout(new int[] {1, 2, 3, 4}, new int[] {1, 2, 1, 4}, -1),
            layout(new int[] {2, 3, 4, 5}, new int[] {1}, 2),
            layout(new int[] {2, 3, 4, 5}, new int[] {3, 1, 1}, 1),
            layout(new int[] {2, 3}, new int[] {3, 1, 1}, 1),
            layout(new int[] {2, 3, 4, 5}, new int[] {}, -1),
            layout(new int[] {}, new int[] {3, 2}, -1),
            layout(new int[] {}, new int[] {}, -1),
            layout(new int[] {7, 1, 5, 1, 3}, new int[] {1, 2, 5, 4, 1}, -1),
            layout(new int[] {33}, new int[] {33}, -1),
            layout(new int[] {2, 65}, new int[] {65}, -1),
            layout(new int[] {1, 17, 1, 1}, new int[] {3, 17, 7, 1}, -1));

    private BinaryCases() {}

    private static Layout layout(int[] a, int[] b, int axis) {
        return new Layout(Shape.of(a), Shape.of(b), axis);
    }

    /** One source for each function. */
    static Stream<CaseSource> sources(long seed) {
        return Stream.of(
                source(Add::new, "E3", seed),
                source(Sub::new, "E3", seed),
                source(Mul::new, "E4", seed),
                source(Div::new, "E5", seed),
                source(Max::new, "E6", seed),
                source(Min::new, "E6", seed),
                source(Pow::new, "E7", seed));
    }

    private static CaseSource source(IntFunction<Binary> maker, String int8Rule, long seed) {
        var operator = maker.apply(-1);
        var source = OperatorSource.of(operator.name(), "binary", seed)
                .rule("E1", 3 * LAYOUTS.size(), d -> broadcast(d, maker))
                .rule("E2", 60, d -> floats(d, operator))
                .rule(int8Rule, 60, d -> codes(d, operator))
                .rule(int8Rule, 4, d -> allPairs(d, operator))
                .rule("E10", 10, d -> twice(d, operator));
        return operator instanceof Pow ? source : source.rule("E8", 16, d -> integers(d, operator));
    }

    private static Computation broadcast(Draw d, IntFunction<Binary> maker) {
        var layout = LAYOUTS.get(d.step() % LAYOUTS.size());
        var operator = maker.apply(layout.axis());
        boolean constant = d.oneIn(3);
        if (d.step() < LAYOUTS.size()) {
            return d.node(
                    operator, Operand.fed(d.floats(layout.a(), 2)), new Operand(d.floats(layout.b(), 2), constant));
        }
        float a = d.scale();
        float b = d.scale();
        return d.node(
                operator,
                out(d, operator, a, b),
                Operand.fed(d.int8(layout.a(), a)),
                new Operand(d.int8(layout.b(), b), constant));
    }

    /** A scale in whose steps the results neither vanish nor all saturate. */
    private static float out(Draw d, Binary operator, float a, float b) {
        double magnitude = switch (operator) {
            case Add o -> 127.0 * a + 127.0 * b;
            case Sub o -> 127.0 * a + 127.0 * b;
            case Mul o -> 127.0 * a * 127 * b / 2;
            case Div o -> 8.0 * a / b;
            case Max o -> 127.0 * Math.max(a, b);
            case Min o -> 127.0 * Math.max(a, b);
            case Pow o -> 10;
        };
        return d.scaleFor(magnitude);
    }

    private static Computation floats(Draw d, Binary operator) {
        var shape = d.shape(d.step() % 5, 120);
        boolean special = d.step() % 3 == 2;
        return d.node(
                operator,
                Operand.fed(special ? d.specials(shape) : d.floats(shape, 6)),
                Operand.fed(special ? d.specials(shape) : d.floats(shape, 6)));
    }

    /**
     * Scales: any; equal ones; powers of two, which make ties; 0.05, 0.03 and 0.06, between which a fused addition shows.
     */
    private static Computation codes(Draw d, Binary operator) {
        var shape = d.shape(d.integer(1, 5), 300);
        float a = d.turn(d.scale(), 0.05f, 0x1p-4f, d.scale(), d.extremeScale());
        float b = d.turn(d.scale(), 0.03f, 0x1p-3f, a, d.scale());
        float out = d.turn(out(d, operator, a, b), 0.06f, 0x1p-2f, a, out(d, operator, a, b));
        return d.node(
                operator, usable(operator, a, b, out), Operand.fed(d.int8(shape, a)), Operand.fed(d.int8(shape, b)));
    }

    /** Keeps the factors of a result inside what float32 holds. */
    private static float usable(Binary operator, float a, float b, float out) {
        double factor = switch (operator) {
            case Mul o -> (double) a * b / out;
            case Div o -> (double) a / b / out;
            default -> 1;
        };
        return factor > 1e-35 && factor < 1e35 ? out : (float) Math.max(1e-30, Math.min(1e30, out * factor));
    }

    /** Every pair of codes. */
    private static Computation allPairs(Draw d, Binary operator) {
        float a = d.turn(0.05f, 0x1p-4f, 0.1f, d.scale());
        float b = d.turn(0.03f, 0x1p-3f, 0.1f, d.scale());
        float out = d.turn(0.06f, 0x1p-2f, 0.1f, out(d, operator, a, b));
        var column = new byte[255];
        for (int i = 0; i < column.length; i++) {
            column[i] = (byte) (i - 127);
        }
        return d.node(
                operator,
                out,
                Operand.fed(Tensor.of(TensorType.int8(Shape.of(255, 1), a), column)),
                Operand.fed(Tensor.of(TensorType.int8(Shape.of(1, 255), b), column.clone())));
    }

    /** One tensor as both operands. */
    private static Computation twice(Draw d, Binary operator) {
        var shape = d.shape(d.integer(1, 4), 100);
        boolean floats = d.step() % 2 == 0;
        float scale = d.scale();
        var tensor = floats ? d.floats(shape, 3) : d.int8(shape, scale);
        var builder = new GraphBuilder(operator.name() + "_twice");
        var x = builder.input("x0", tensor.type());
        var type = floats ? tensor.type() : TensorType.int8(shape, out(d, operator, scale, scale));
        builder.output(
                builder.add(new Node(operator.name(), operator, List.of(x, x), List.of(Value.variable("y0", type))))
                        .output());
        return new Computation(builder.build(), List.of(tensor));
    }

    private static Computation integers(Draw d, Binary operator) {
        var type = d.turn(DataType.INT32, DataType.INT64);
        var shape = d.shape(2, 60);
        return d.node(
                operator, Operand.fed(d.integers(type, shape, true)), Operand.fed(d.integers(type, shape, d.oneIn(2))));
    }
}
