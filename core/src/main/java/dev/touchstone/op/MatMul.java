package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * The product of two stacks of matrices, {@code alpha * op(x) * op(y)}. Semantics: rules F4 and F7 of
 * {@code MatMulKernel}.
 *
 * <p>Inputs of rank 2 or more: {@code [..., p, k]} and {@code [..., k, q]} (after transposition); the leading extents
 * broadcast as NumPy's. Vectors and the stricter batch rules of file formats are the lowering's business.
 */
public record MatMul(boolean transposeX, boolean transposeY, float alpha) implements Operator {
    public MatMul {
        Attributes.finite("alpha", alpha);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.between(inputs, 2, 2);
        var y = inputs.get(1);
        Attributes.require(
                x.rank() >= 2 && y.rank() >= 2,
                "operands %s and %s have ranks %s and %s; expected 2 or more each",
                x.shape(),
                y.shape(),
                x.rank(),
                y.rank());
        Products.requireOperands(x, y, y.rank() - (transposeY ? 2 : 1));
        int p = x.shape().extent(x.rank() - (transposeX ? 1 : 2));
        int k = x.shape().extent(x.rank() - (transposeX ? 2 : 1));
        int k2 = y.shape().extent(y.rank() - (transposeY ? 1 : 2));
        int q = y.shape().extent(y.rank() - (transposeY ? 2 : 1));
        Attributes.require(
                k == k2,
                "operands %s and %s have inner extents %s and %s; expected equal",
                x.shape(),
                y.shape(),
                k,
                k2);
        var batch =
                Broadcast.of(batch(x.shape()), batch(y.shape()), -1).output().toArray();
        var extents = java.util.Arrays.copyOf(batch, batch.length + 2);
        extents[batch.length] = p;
        extents[batch.length + 1] = q;
        return List.of(TensorType.of(DataType.FLOAT32, Shape.of(extents)));
    }

    /** The extents before the last two. */
    public static Shape batch(Shape operand) {
        return Shape.of(java.util.Arrays.copyOf(operand.toArray(), operand.rank() - 2));
    }
}
