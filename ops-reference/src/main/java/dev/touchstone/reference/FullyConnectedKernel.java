package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.FullyConnected;

/**
 * The definition of {@link FullyConnected}; {@link MatMulKernel} shares its rules.
 *
 * <p>F1 The input is a matrix: its leading axes make the rows, the others, flattened, the k terms; the weight has k rows
 * and n columns.
 * <br>F2 On float32 a sum starts at 0 and adds the products over k ascending, product and sum each rounded to float32;
 * then a matrix product's alpha multiplies, unless it is 1; then the bias is added; then the activation applies.
 * <br>F3 On int8 rules C7 to C11 of {@link Conv2dKernel} hold, a column of the weight being an output channel.
 * <br>F5 A fused activation of an int8 result is that of rule C9; its constants are in steps of the output's scale.
 */
final class FullyConnectedKernel {
    private FullyConnectedKernel() {}

    static Kernel prepare(Node node) {
        var fc = (FullyConnected) node.operator();
        var x = node.input(0).type();
        int rows = x.shape().product(0, fc.rows());
        int terms = node.input(1).type().shape().extent(0);
        int columns = node.input(1).type().shape().extent(1);
        var viewX = MatrixView.dense(0, terms);
        var viewW = MatrixView.dense(0, columns);
        if (x.isFloat()) {
            return (Kernel.WithScratch) (in, out, scratch) -> {
                float[] bias = in.size() == 3 ? in.get(2).floats() : null;
                float[] y = out.getFirst().floats();
                new MatrixFloat(rows, terms, columns, 1, bias, fc.activation(), y, scratch)
                        .multiply(in.get(0).floats(), viewX, in.get(1).floats(), viewW, 0);
            };
        }
        var product = Int8Product.of(node, 1, terms, 1, fc.activation());
        return (Kernel.WithScratch)
                (in, out, scratch) -> new MatrixInt8(rows, terms, columns, product, out.getFirst(), scratch)
                        .multiply(in.get(0).bytes(), viewX, in.get(1).bytes(), viewW, 0);
    }
}
