package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * The product of a flattened input and a weight matrix. Semantics: rules F1 to F5 of {@code FullyConnectedKernel}.
 *
 * <p>Inputs: x, whose axes from {@code rows} on are flattened to k; w {@code [k, n]}; optional bias {@code [n]}.
 * Output: the first {@code rows} extents of x, then n.
 *
 * @param rows number of leading axes that stay; 1 or more
 */
public record FullyConnected(int rows, Activation activation) implements Operator {
    public FullyConnected {
        Attributes.positive("rows", rows);
    }

    /** The same product with another function at its end. */
    public FullyConnected withActivation(Activation fused) {
        return new FullyConnected(rows, fused);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.between(inputs, 2, 3);
        var w = inputs.get(1);
        Attributes.require(w.rank() == 2, "weight %s has rank %s; expected 2", w.shape(), w.rank());
        Attributes.require(
                rows < x.rank(), "rows is %s, input %s has rank %s; expected less", rows, x.shape(), x.rank());
        Products.requireOperands(x, w, 1);
        int k = x.shape().product(rows, x.rank());
        Attributes.require(
                w.shape().extent(0) == k,
                "weight has %s rows, input %s gives %s columns; expected equal",
                w.shape().extent(0),
                x.shape(),
                k);
        int n = w.shape().extent(1);
        if (inputs.size() == 3) {
            Products.requireBias(x, inputs.get(2), n);
        }
        var extents = Arrays.copyOf(x.shape().toArray(), rows + 1);
        extents[rows] = n;
        return List.of(TensorType.of(DataType.FLOAT32, Shape.of(extents)));
    }
}
