package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code matmul}, {@code matmul_v2}. Vectors become matrices of one row or column, which the result loses again; a
 * product with a constant matrix is fully connected.
 */
final class MatMulLowering {
    private MatMulLowering() {}

    static Lowering.Step first(OpReader op) {
        if (op.integer("head_number", 1) != 1) {
            throw op.refuse("head_number", op.integer("head_number", 1), "1");
        }
        for (var name : List.of(
                "fused_reshape_X",
                "fused_reshape_Y",
                "fused_reshape_Out",
                "fused_transpose_X",
                "fused_transpose_Y",
                "fused_transpose_Out")) {
            var list = op.integers(name, List.of());
            if (!list.isEmpty()) {
                throw op.refuse(name, list, "an empty list");
            }
        }
        return product(
                op,
                new MatMul(op.flag("transpose_X", false), op.flag("transpose_Y", false), op.real("alpha", 1f)),
                true);
    }

    static Lowering.Step second(OpReader op) {
        float alpha = op.dialect() == Dialect.LITE ? op.real("alpha", 1f) : 1f;
        return product(op, new MatMul(op.flag("trans_x", false), op.flag("trans_y", false), alpha), false);
    }

    private static Lowering.Step product(OpReader op, MatMul matmul, boolean strict) {
        var x = op.input("X");
        var y = op.input("Y");
        var out = op.output("Out");
        return nodes -> {
            var a = nodes.value(x);
            var b = nodes.weight(y, nodes.lastAxis(y));
            int rankX = a.type().rank();
            int rankY = b.type().rank();
            if (rankX < 1 || rankY < 1) {
                throw new InvalidGraphException(
                        "operands " + a.type() + " and " + b.type() + " must have rank 1 or more");
            }
            // Version 2 ignores the transposition of a vector; version 1 turns the row or column over.
            var operator = new MatMul(
                    matmul.transposeX() && (rankX > 1 || strict),
                    matmul.transposeY() && (rankY > 1 || strict),
                    matmul.alpha());
            var left = rankX == 1
                    ? nodes.reshaped("row", a, Shape.of(1, a.type().shape().extent(0)))
                    : a;
            var right = rankY == 1
                    ? nodes.reshaped("column", b, Shape.of(b.type().shape().extent(0), 1))
                    : b;
            if (strict) {
                requireSameBatch(left.type().shape(), right.type().shape());
            }
            var chosen = choose(nodes, operator, left, right);
            if (rankX > 1 && rankY > 1) {
                nodes.emit(out, chosen, left, right);
            } else {
                var product = nodes.help("product", chosen, left, right);
                nodes.emit(out, Shapes.reshape(withoutVectors(product.type().shape(), rankX, rankY)), product);
            }
        };
    }

    private static Operator choose(NodeEmitter nodes, MatMul operator, Value left, Value right) {
        boolean connected = nodes.isWeight(right)
                && !nodes.isWeight(left)
                && right.type().rank() == 2
                && !operator.transposeX()
                && !operator.transposeY()
                && operator.alpha() == 1;
        return connected ? new FullyConnected(left.type().rank() - 1, Activation.NONE) : operator;
    }

    /** Drops the extents of 1 that stand for a vector; a product of two vectors keeps one. */
    private static Shape withoutVectors(Shape product, int rankX, int rankY) {
        int rank = product.rank();
        boolean row = rankX == 1 && product.extent(rank - 2) == 1;
        boolean column = rankY == 1 && product.extent(rank - 1) == 1;
        if (row && column && rank == 2) {
            return Shape.of(1);
        }
        return Shape.of(IntStream.range(0, rank)
                .filter(axis -> !(row && axis == rank - 2) && !(column && axis == rank - 1))
                .map(product::extent)
                .toArray());
    }

    private static void requireSameBatch(Shape x, Shape y) {
        if (x.rank() > 2 && y.rank() > 2 && !MatMul.batch(x).equals(MatMul.batch(y))) {
            throw new InvalidGraphException("operands " + x + " and " + y
                    + " have different extents before the last two; expected equal ones, or an operand of rank 2");
        }
    }
}
