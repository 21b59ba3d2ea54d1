package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.Reduce;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One value from many, along every combination of axes. */
final class ReductionCases {
    private ReductionCases() {}

    static Stream<CaseSource> sources(long seed) {
        return Stream.of(
                OperatorSource.of("reduce", "reduce", seed)
                        .rule("R1", 120, ReductionCases::floats)
                        .rule("R2", 240, d -> int8(d, d.turn(Reduce.Kind.MEAN, Reduce.Kind.SUM, Reduce.Kind.PRODUCT)))
                        .rule("R3", 120, d -> int8(d, d.turn(Reduce.Kind.MAX, Reduce.Kind.MIN)))
                        .rule("R5", 40, ReductionCases::integers),
                OperatorSource.of("arg_max", "arg_max", seed).rule("R4", 180, ReductionCases::argMax));
    }

    private static Reduce reduce(Draw d, Reduce.Kind kind, Shape x) {
        boolean all = x.rank() == 0 || d.oneIn(5);
        var axes = all
                ? List.<Integer>of()
                : IntStream.range(0, x.rank())
                        .filter(i -> d.oneIn(2))
                        .mapToObj(i -> d.oneIn(2) ? i : i - x.rank())
                        .toList();
        return new Reduce(kind, axes, d.oneIn(2));
    }

    private static Computation floats(Draw d) {
        var x = d.shape(d.step() % 6, 200);
        var operator = reduce(d, d.pick(Reduce.Kind.values()), x);
        return d.node(operator, Operand.fed(d.step() % 5 == 4 ? d.specials(x) : d.floats(x, 12)));
    }

    /** Powers of two and 2, 4, 8 elements make ties. */
    private static Computation int8(Draw d, Reduce.Kind kind) {
        boolean ties = d.step() % 2 == 0;
        var x = ties ? Shape.of(d.pick(2, 4, 8), d.integer(1, 9), d.pick(1, 2)) : d.shape(d.integer(0, 6), 300);
        var operator = reduce(d, kind, x);
        float scale = ties ? 0x1p-2f : d.scale();
        double magnitude = switch (kind) {
            case MEAN, MAX, MIN -> 127.0 * scale;
            case SUM -> 127.0 * scale * Math.sqrt(x.elements());
            case PRODUCT -> 1;
        };
        return d.node(
                operator,
                ties ? d.pick(0x1p-2f, 0x1p-3f, 0x1p-1f) : d.oneIn(4) ? scale : d.scaleFor(magnitude),
                Operand.fed(d.int8(x, scale)));
    }

    private static Computation integers(Draw d) {
        var x = d.shape(d.integer(1, 4), 60);
        var kind = d.turn(Reduce.Kind.SUM, Reduce.Kind.PRODUCT, Reduce.Kind.MAX, Reduce.Kind.MIN);
        return d.node(
                reduce(d, kind, x), Operand.fed(d.integers(d.pick(DataType.INT32, DataType.INT64), x, d.oneIn(2))));
    }

    /** Few different values, so that equal ones compete; NaN, zeros of both signs. */
    private static Computation argMax(Draw d) {
        var x = d.shape(1 + d.step() % 4, 150);
        int axis = d.integer(-x.rank(), x.rank());
        var operator =
                new ArgMax(d.pick(ArgMax.Kind.values()), axis, d.oneIn(2), d.pick(DataType.INT32, DataType.INT64));
        return d.node(
                operator,
                Operand.fed(
                        switch (d.step() % 3) {
                            case 0 -> d.specials(x);
                            case 1 -> d.int8(x, d.scale(), d.pick(Pattern.LIMITS, Pattern.SPARSE, Pattern.SMALL));
                            default -> d.floats(x, 2);
                        }));
    }
}
