package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Broadcast;
import dev.touchstone.op.MatMul;
import dev.touchstone.tensor.Shape;

/**
 * The definition of {@link MatMul}, by the rules of {@link FullyConnectedKernel} and two more.
 *
 * <p>F4 The product of int8 operands has no bias: an int8 result is the sum, rounded to float32, times the float32
 * nearest to sX * sY * alpha / sOut, limited and rounded as N7 says, a float32 result the sum times the float32 nearest to
 * sX * sY * alpha; the magnitudes of these multipliers obey N3. Where the second operand is no constant, each of its
 * elements counts as 127 in N5.
 * <br>F7 Leading axes count matrices; those of the two operands broadcast, aligned at the last of them.
 */
final class MatMulKernel {
    private MatMulKernel() {}

    static Kernel prepare(Node node) {
        var op = (MatMul) node.operator();
        var x = node.input(0).type();
        var y = node.input(1).type();
        int rank = y.rank();
        int rows = x.shape().extent(x.rank() - (op.transposeX() ? 1 : 2));
        int terms = x.shape().extent(x.rank() - (op.transposeX() ? 2 : 1));
        int channels = op.transposeY() ? rank - 2 : rank - 1;
        int columns = y.shape().extent(channels);
        var pairs = Pairs.of(x.shape(), y.shape());
        if (x.isFloat()) {
            return (Kernel.WithScratch) (in, out, scratch) -> {
                float[] z = out.getFirst().floats();
                var product = new MatrixFloat(rows, terms, columns, op.alpha(), null, Activation.NONE, z, scratch);
                for (int i = 0; i < pairs.count(); i++) {
                    product.multiply(
                            in.get(0).floats(),
                            view(pairs.first(i) * rows * terms, rows, terms, op.transposeX()),
                            in.get(1).floats(),
                            view(pairs.second(i) * terms * columns, terms, columns, op.transposeY()),
                            i * rows * columns);
                }
            };
        }
        var constants = Int8Product.of(node, channels, terms, op.alpha(), Activation.NONE);
        return (Kernel.WithScratch) (in, out, scratch) -> {
            var product = new MatrixInt8(rows, terms, columns, constants, out.getFirst(), scratch);
            for (int i = 0; i < pairs.count(); i++) {
                product.multiply(
                        in.get(0).bytes(),
                        view(pairs.first(i) * rows * terms, rows, terms, op.transposeX()),
                        in.get(1).bytes(),
                        view(pairs.second(i) * terms * columns, terms, columns, op.transposeY()),
                        i * rows * columns);
            }
        };
    }

    private static MatrixView view(int offset, int rows, int columns, boolean transposed) {
        return transposed ? MatrixView.dense(offset, rows).transposed() : MatrixView.dense(offset, columns);
    }

    /** Which matrix of the first operand meets which of the second, by the index of their product. */
    private static final class Pairs {
        private final int[] first;
        private final int[] second;

        private Pairs(int[] first, int[] second) {
            this.first = first;
            this.second = second;
        }

        static Pairs of(Shape x, Shape y) {
            var batch = Broadcast.of(MatMul.batch(x), MatMul.batch(y), -1);
            int count = batch.output().elements();
            var first = new int[count];
            var second = new int[count];
            for (int i = 0; i < count; i++) {
                first[i] = index(i, batch.output(), batch.x());
                second[i] = index(i, batch.output(), batch.y());
            }
            return new Pairs(first, second);
        }

        private static int index(int output, Shape of, Shape operand) {
            int index = 0;
            int step = 1;
            int rest = output;
            for (int axis = of.rank() - 1; axis >= 0; axis--) {
                int coordinate = rest % of.extent(axis);
                rest /= of.extent(axis);
                index += operand.extent(axis) == 1 ? 0 : coordinate * step;
                step *= operand.extent(axis);
            }
            return index;
        }

        int count() {
            return first.length;
        }

        int first(int product) {
            return first[product];
        }

        int second(int product) {
            return second[product];
        }
    }
}
