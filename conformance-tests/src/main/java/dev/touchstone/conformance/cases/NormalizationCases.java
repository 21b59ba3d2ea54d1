package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseBody;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.graph.Value;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Softmax;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is computed along lines: softmax, norms, and normalisation by recorded statistics. */
final class NormalizationCases {
    private NormalizationCases() {}

    static Stream<CaseSource> sources(long seed) {
        return Stream.of(
                OperatorSource.of("softmax", "softmax", seed)
                        .rule("S1", 120, NormalizationCases::softmaxAxes)
                        .rule("S2", 60, NormalizationCases::softmaxFloats)
                        .rule("S3", 200, NormalizationCases::softmaxCodes)
                        .rule("S4", 40, NormalizationCases::softmaxScales),
                OperatorSource.of("batch_norm", "batch_norm", seed)
                        .rule("B1", 80, d -> batchNorm(d, false, d.pick(1e-5f, 0f, 1e-3f)))
                        .rule("B2", 60, d -> batchNorm(d, true, 1e-3f))
                        .rule("B3", 140, d -> batchNorm(d, true, 1e-5f))
                        .rule("B4", 4, NormalizationCases::noVariance),
                OperatorSource.of("l2_norm", "l2_norm", seed)
                        .rule("L1", 60, d -> l2(d, false))
                        .rule("L2", 160, d -> l2(d, true)),
                OperatorSource.of("p_norm", "p_norm", seed).rule("L3", 180, NormalizationCases::pNorm));
    }

    private static int axis(Draw d, int rank) {
        return d.integer(-rank, rank);
    }

    private static Computation softmaxAxes(Draw d) {
        var x = d.shape(1 + d.step() % 5, 200);
        var operator = new Softmax(axis(d, x.rank()));
        return d.oneIn(3)
                ? d.node(operator, Operand.fed(d.uniform(x, -5, 5)))
                : d.node(operator, d.pick((float) (1 / 127.0), 0.01f), Operand.fed(d.int8(x, d.scale())));
    }

    private static Computation softmaxFloats(Draw d) {
        var x = d.shape(d.integer(1, 4), 120);
        var data = switch (d.step() % 4) {
            case 0 -> d.specials(x);
            case 1 -> d.floats(x, 10);
            default -> d.uniform(x, -20, 20);
        };
        return d.node(new Softmax(axis(d, x.rank())), Operand.fed(data));
    }

    private static Computation softmaxCodes(Draw d) {
        var x = d.step() % 5 == 4 ? Shape.of(1, 1000) : d.shape(2, 300);
        return d.node(
                new Softmax(-1),
                d.turn((float) (1 / 127.0), (float) (1 / 1270.0), 0.00584976f),
                Operand.fed(d.int8(x, d.turn(0.05f, 0.5f, 0.1f, d.scale(), 0x1p-6f), d.pick(Pattern.values()))));
    }

    private static Computation softmaxScales(Draw d) {
        var x = d.shape(2, 100);
        return d.node(new Softmax(-1), d.pick(1e-4f, 0.5f, 0x1p-10f, 1f), Operand.fed(d.int8(x, d.extremeScale())));
    }

    /** Scales that are negative or zero, variances far apart. */
    private static Computation batchNorm(Draw d, boolean int8, float epsilon) {
        var x = d.shape(d.integer(2, 6), 300);
        int c = x.extent(1);
        var operands = new ArrayList<Operand>();
        float sIn = d.scale();
        operands.add(Operand.fed(int8 ? d.int8(x, sIn) : d.step() % 8 == 7 ? d.specials(x) : d.floats(x, 3)));
        var scale = d.uniform(Shape.of(c), -2, 2).floats();
        if (d.oneIn(3)) {
            scale[d.integer(0, c)] = 0;
        }
        operands.add(Operand.constant(Tensor.of(scale, c)));
        operands.add(Operand.constant(d.uniform(Shape.of(c), -1, 1)));
        operands.add(Operand.constant(d.uniform(Shape.of(c), -1, 1)));
        operands.add(Operand.constant(d.uniform(Shape.of(c), 0.01, d.pick(2.0, 400.0))));
        var operator = new BatchNorm(epsilon);
        return int8
                ? d.node(operator, List.of(d.scaleFor(127 * sIn + 1)), operands)
                : d.node(operator, List.of(), operands);
    }

    /** A channel whose variance is no positive number. */
    private static CaseBody noVariance(Draw d) {
        float bad = d.turn(-1f, Float.NaN, -1e-3f, Float.NEGATIVE_INFINITY);
        var one = Value.constant("one", Tensor.of(new float[] {1, 1, 1}, 3));
        var variance = Value.constant("variance", Tensor.of(new float[] {1, bad, 1}, 3));
        var x = Value.variable("x0", TensorType.int8(Shape.of(1, 3, 2), 0.1f));
        return Refused.node(new BatchNorm(1e-5f), List.of(x, one, one, one, variance), 0.1f);
    }

    private static Computation l2(Draw d, boolean int8) {
        var x = d.shape(1 + d.step() % 5, 200);
        var operator = new L2Norm(axis(d, x.rank()), d.pick(1e-10f, 1e-9f, 1e-5f, 1f, 0f));
        if (int8) {
            return d.node(
                    operator, d.pick((float) (1 / 127.0), 0.005f, 0x1p-7f, 0.05f), Operand.fed(d.int8(x, d.scale())));
        }
        return d.node(operator, Operand.fed(d.step() % 6 == 5 ? d.specials(x) : d.floats(x, 6)));
    }

    private static Computation pNorm(Draw d) {
        float order = d.turn(0f, 1f, 2f, 2.5f, 3f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.5f, -1f);
        var x = d.shape(d.integer(1, 5), 150);
        var operator = new PNorm(order, axis(d, x.rank()), d.oneIn(2));
        if (d.oneIn(3)) {
            return d.node(operator, Operand.fed(d.floats(x, 3)));
        }
        float scale = d.scale();
        return d.node(operator, d.scaleFor(order == 0 ? 10 : 127 * scale), Operand.fed(d.int8(x, scale)));
    }
}
