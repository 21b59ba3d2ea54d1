package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.op.Activation;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Matrix products: one with constant weights, and one of two stacks of matrices. */
final class MatrixCases {
    private MatrixCases() {}

    static Stream<CaseSource> sources(long seed) {
        return Stream.of(
                OperatorSource.of("fully_connected", "fully_connected", seed)
                        .rule("F1", 90, MatrixCases::shapes)
                        .rule("F2", 60, MatrixCases::floats)
                        .rule("F3", 240, MatrixCases::int8)
                        .rule("F5", 120, MatrixCases::activation),
                OperatorSource.of("mat_mul", "mat_mul", seed)
                        .foreign("fully_connected/F2", 60, MatrixCases::floatStacks)
                        .rule("F4", 160, MatrixCases::int8Stacks)
                        .rule("F7", 90, MatrixCases::batches));
    }

    /** Rank 2 to 5, every number of leading axes that stay. */
    private static Computation shapes(Draw d) {
        int rank = d.integer(2, 6);
        var x = d.shape(rank, 300);
        int rows = d.integer(1, rank);
        var w = Shape.of(x.product(rows, rank), d.size(17));
        var operator = new FullyConnected(rows, Activation.NONE);
        return d.oneIn(3)
                ? Products.floats(d, operator, d.floats(x, 2), d.floats(w, 2), w.extent(1))
                : Products.int8(d, operator, x, w, d.pick(Pattern.values()), d.oneIn(4));
    }

    private static Computation floats(Draw d) {
        var x = Shape.of(d.pick(1, 3, 16), d.size(65));
        var w = Shape.of(x.extent(1), d.size(17));
        var operator = new FullyConnected(1, d.turn(Activation.NONE, Products.activation(d)));
        return Products.floats(
                d, operator, d.step() % 6 == 5 ? d.specials(x) : d.floats(x, 8), d.floats(w, 8), w.extent(1));
    }

    private static Computation int8(Draw d) {
        var operator = new FullyConnected(1, Activation.NONE);
        var x = Shape.of(d.pick(1, 1, 3, 16), d.size(65));
        var w = Shape.of(x.extent(1), d.size(33) + (d.step() % 6 == 4 ? 1 : 0));
        return switch (d.step() % 6) {
            case 0 -> Products.int8(d, operator, x, w, d.pick(Pattern.values()), false);
            case 1 -> Products.resultTies(d, operator, x, w);
            case 2 -> Products.biasTies(d, operator, x, w);
            case 3 -> Products.int8ToFloat(d, operator, x, w);
            case 4 -> Products.perChannel(d, operator, x, w, 1);
            default -> Products.decimalTies(d, operator, x, w);
        };
    }

    private static Computation activation(Draw d) {
        var x = Shape.of(d.pick(1, 4), d.size(33));
        var w = Shape.of(x.extent(1), d.size(17));
        var operator = new FullyConnected(1, Products.activation(d));
        return d.step() % 2 == 0
                ? Products.int8(d, operator, x, w, Pattern.UNIFORM, false)
                : Products.resultTies(d, operator, x, w);
    }

    private record Stacks(MatMul operator, Shape x, Shape y) {}

    private static Stacks stacks(Draw d, int[] batchX, int[] batchY, boolean small) {
        boolean tx = d.step() % 2 == 1;
        boolean ty = d.step() / 2 % 2 == 1;
        int p = small ? d.integer(1, 5) : d.size(9);
        int k = small ? d.integer(1, 9) : d.size(65);
        int q = small ? d.integer(1, 5) : d.size(17);
        float alpha = d.pick(1f, 1f, 0.1f, 2f, -1.5f, 1.1f);
        return new Stacks(
                new MatMul(tx, ty, alpha),
                stack(batchX, tx ? k : p, tx ? p : k),
                stack(batchY, ty ? q : k, ty ? k : q));
    }

    private static Shape stack(int[] batch, int rows, int columns) {
        var extents = new ArrayList<Integer>();
        for (int b : batch) {
            extents.add(b);
        }
        extents.addAll(List.of(rows, columns));
        return Shape.of(extents);
    }

    private static Computation floatStacks(Draw d) {
        var s = stacks(d, new int[0], new int[0], false);
        return d.node(s.operator(), Operand.fed(d.floats(s.x(), 8)), Operand.fed(d.floats(s.y(), 8)));
    }

    /** The second operand is fed, constant, or constant with a scale for each column. */
    private static Computation int8Stacks(Draw d) {
        var s = stacks(d, new int[0], new int[0], false);
        float sX = d.scale();
        Tensor y = d.step() % 5 == 4
                ? d.perChannel(s.y(), s.operator().transposeY() ? 0 : 1, Pattern.UNIFORM)
                : d.int8(s.y(), d.scale(), d.pick(Pattern.UNIFORM, Pattern.SMALL, Pattern.LIMITS));
        boolean constant = d.step() % 5 >= 3;
        var operands = List.of(Operand.fed(d.int8(s.x(), sX)), new Operand(y, constant));
        if (d.step() % 4 == 3) {
            return d.node(s.operator(), List.of(), operands);
        }
        int k = s.x().extent(s.operator().transposeX() ? 0 : 1);
        double sY = Scales.of(y.type()) instanceof Quantization.PerTensor p ? p.scale() : 0.01;
        double spread =
                Math.sqrt(k) * 127 * 127 / 3 * sX * sY * Math.abs(s.operator().alpha());
        return d.node(s.operator(), List.of(d.scaleFor(spread)), operands);
    }

    private static Computation batches(Draw d) {
        int[][][] pairs = {
            {{2}, {2}},
            {{2}, {}},
            {{}, {3}},
            {{2, 1}, {5}},
            {{2, 3}, {3}},
            {{1}, {4}},
            {{2, 1, 3}, {1, 4, 1}},
            {{1, 1}, {1}}
        };
        var pair = pairs[d.step() % pairs.length];
        var s = stacks(d, pair[0], pair[1], true);
        if (d.oneIn(3)) {
            return d.node(s.operator(), Operand.fed(d.floats(s.x(), 2)), Operand.fed(d.floats(s.y(), 2)));
        }
        float sX = d.scale();
        float sY = d.scale();
        return d.node(
                s.operator(),
                d.scaleFor(3 * 127.0 * 127 * sX * sY),
                Operand.fed(d.int8(s.x(), sX)),
                new Operand(d.int8(s.y(), sY), d.oneIn(3)));
    }
}
