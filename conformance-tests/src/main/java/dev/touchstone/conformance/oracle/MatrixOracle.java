package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** Rules F1, F3 to F5 and F7. */
final class MatrixOracle implements Oracle {
    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var y = node.output().type();
        return switch (node.operator()) {
            case FullyConnected fc ->
                List.of(connected(
                        new ProductResults(
                                inputs.get(0),
                                inputs.get(1),
                                inputs.size() > 2 ? inputs.get(2) : null,
                                fc.activation(),
                                y,
                                arithmetic),
                        y.shape().elements()));
            case MatMul product -> List.of(product(product, inputs.get(0), inputs.get(1), y, arithmetic));
            default -> throw new IllegalArgumentException(node.label());
        };
    }

    /** F1: the input's flattened columns are as many as the weight's rows. */
    private static Elements connected(ProductResults results, int elements) {
        int k = results.w().extent(0);
        int n = results.w().extent(1);
        Shapes.require("number of elements", (long) results.x().elements() / k * n, elements);
        return new Elements(elements, index -> {
            long sum = 0;
            for (int term = 0; term < k; term++) {
                sum += (long) results.x().code(index / n * k + term)
                        * results.w().code(term * n + index % n);
            }
            return results.of(index % n, sum);
        });
    }

    /** F4, F7. */
    private static Elements product(MatMul product, Operand x, Operand y, TensorType output, Arithmetic arithmetic) {
        int k = x.extent(x.type().rank() - (product.transposeX() ? 2 : 1));
        int columns = output.shape().extent(output.rank() - 1);
        return new Elements(output.shape().elements(), index -> {
            var at = Shapes.position(output.shape(), index);
            int row = at[at.length - 2];
            int column = at[at.length - 1];
            long sum = 0;
            for (int term = 0; term < k; term++) {
                sum += (long) x.code(element(x.type().shape(), at, product.transposeX(), row, term))
                        * y.code(element(y.type().shape(), at, product.transposeY(), term, column));
            }
            return scaled(product, x, y, column % columns, output, sum, arithmetic);
        });
    }

    /** The element of a matrix in a stack that broadcasts to the position's leading axes. */
    private static int element(Shape shape, int[] at, boolean transposed, int row, int column) {
        int rank = shape.rank();
        var position = new int[rank];
        for (int axis = 0; axis < rank - 2; axis++) {
            position[axis] = shape.extent(axis) == 1 ? 0 : at[axis + at.length - rank];
        }
        position[rank - 2] = transposed ? column : row;
        position[rank - 1] = transposed ? row : column;
        return Shapes.index(shape, position);
    }

    private static Bounds scaled(
            MatMul product, Operand x, Operand y, int channel, TensorType output, long sum, Arithmetic arithmetic) {
        var alpha = Fraction.of(product.alpha());
        if (output.isFloat()) {
            var step = x.scale().times(y.scale(channel)).float64().times(alpha).float64();
            return Bounds.of(Scaling.scaled(sum, step.float32()));
        }
        return Scaling.requantized(
                sum, List.of(x.scale(), y.scale(channel), alpha), List.of(Fraction.of(output.scale())), arithmetic);
    }
}
