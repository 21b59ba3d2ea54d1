package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** Rules F1, F3 to F5 and F7. */
final class MatrixOracle implements Oracle {
    private final Sums sums = new Sums();

    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var y = node.output().type();
        return switch (node.operator()) {
            case FullyConnected fc -> List.of(connected(fc, inputs, y, arithmetic));
            case MatMul product -> List.of(product(product, inputs.get(0), inputs.get(1), y, arithmetic));
            default -> throw new IllegalArgumentException(node.label());
        };
    }

    /** F1: the input's flattened columns are as many as the weight's rows. */
    private Elements connected(FullyConnected fc, List<Operand> inputs, TensorType y, Arithmetic arithmetic) {
        var x = inputs.get(0);
        var w = inputs.get(1);
        var results =
                new ProductResults(x, w, inputs.size() > 2 ? inputs.get(2) : null, fc.activation(), y, arithmetic);
        int k = w.extent(0);
        int n = w.extent(1);
        Shapes.require(
                "number of elements", (long) x.elements() / k * n, y.shape().elements());
        return new Elements(
                y.shape().elements(),
                index -> results.of(index % n, sums.of(index, i -> dot(x, w, i / n, i % n, k, n))));
    }

    private static long dot(Operand x, Operand w, int row, int column, int k, int n) {
        long sum = 0;
        for (int term = 0; term < k; term++) {
            sum += (long) x.code(row * k + term) * w.code(term * n + column);
        }
        return sum;
    }

    /** F4, F7. */
    private Elements product(MatMul product, Operand x, Operand y, TensorType output, Arithmetic arithmetic) {
        int k = x.extent(x.type().rank() - (product.transposeX() ? 2 : 1));
        int columns = output.shape().extent(output.rank() - 1);
        return new Elements(output.shape().elements(), index -> {
            var at = Shapes.position(output.shape(), index);
            int row = at[at.length - 2];
            int column = at[at.length - 1];
            long sum = sums.of(index, i -> {
                long dot = 0;
                for (int term = 0; term < k; term++) {
                    dot += (long) x.code(element(x.type().shape(), at, product.transposeX(), row, term))
                            * y.code(element(y.type().shape(), at, product.transposeY(), term, column));
                }
                return dot;
            });
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
