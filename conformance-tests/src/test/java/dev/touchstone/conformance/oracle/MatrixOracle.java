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
    public List<Bounds[]> results(Node node, List<Operand> inputs) {
        var y = node.output().type();
        return switch (node.operator()) {
            case FullyConnected fc ->
                List.<Bounds[]>of(connected(
                        new ProductResults(
                                inputs.get(0),
                                inputs.get(1),
                                inputs.size() > 2 ? inputs.get(2) : null,
                                fc.activation(),
                                y),
                        y.shape().elements()));
            case MatMul product -> List.<Bounds[]>of(product(product, inputs.get(0), inputs.get(1), y));
            default -> throw new IllegalArgumentException(node.label());
        };
    }

    /** F1: the input's flattened columns are as many as the weight's rows. */
    private static Bounds[] connected(ProductResults results, int elements) {
        int k = results.w().extent(0);
        int n = results.w().extent(1);
        Shapes.require("number of elements", (long) results.x().elements() / k * n, elements);
        var bounds = new Bounds[elements];
        for (int index = 0; index < elements; index++) {
            long sum = 0;
            for (int term = 0; term < k; term++) {
                sum += (long) results.x().code(index / n * k + term)
                        * results.w().code(term * n + index % n);
            }
            bounds[index] = results.of(index % n, sum);
        }
        return bounds;
    }

    /** F4, F7. */
    private static Bounds[] product(MatMul product, Operand x, Operand y, TensorType output) {
        var bounds = new Bounds[output.shape().elements()];
        int k = x.extent(x.type().rank() - (product.transposeX() ? 2 : 1));
        int columns = output.shape().extent(output.rank() - 1);
        for (int index = 0; index < bounds.length; index++) {
            var at = Shapes.position(output.shape(), index);
            int row = at[at.length - 2];
            int column = at[at.length - 1];
            long sum = 0;
            for (int term = 0; term < k; term++) {
                sum += (long) x.code(element(x.type().shape(), at, product.transposeX(), row, term))
                        * y.code(element(y.type().shape(), at, product.transposeY(), term, column));
            }
            bounds[index] = scaled(product, x, y, column % columns, output, sum);
        }
        return bounds;
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

    private static Bounds scaled(MatMul product, Operand x, Operand y, int channel, TensorType output, long sum) {
        var alpha = Fraction.of(product.alpha());
        var step = x.scale().times(y.scale(channel)).float64().times(alpha).float64();
        return output.isFloat()
                ? Bounds.of(Scaling.scaled(sum, step.float32()))
                : Scaling.requantized(sum, Scaling.multiplier(step, Fraction.of(output.scale())));
    }
}
