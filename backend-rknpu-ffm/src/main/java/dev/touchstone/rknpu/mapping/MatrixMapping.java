package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.rknpu.ddk.FCAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** FULLCONNECT: rows of k numbers times constant weights, which it takes as {@code [n, k]}. */
final class MatrixMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        if (node.operator() instanceof MatMul m) {
            if (!node.input(1).isConstant() || node.input(1).type().rank() != 2) {
                return Mapping.refuse(
                        "MATRIX",
                        "second factor",
                        "a constant matrix",
                        node.input(1).type(),
                        "");
            }
            if (m.transposeX() || m.alpha() != 1) {
                return Mapping.refuse(
                        "MATRIX",
                        "product",
                        "the first factor as it is, alpha 1",
                        (m.transposeX() ? "transposed, alpha " : "alpha ") + m.alpha(),
                        "");
            }
        }
        return Weights.refusal(node, transposed(node) ? 0 : 1, activation(node));
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var x = network.tensor(node.input(0));
        var weights = node.input(1);
        boolean transposed = transposed(node);
        int n = weights.type().shape().extent(transposed ? 0 : 1);
        int k = weights.type().shape().extent(transposed ? 1 : 0);
        int rows = x.shape().elements() / k;
        byte[] codes = NetworkBuilder.codes(weights);
        var w = network.constant(Shape.of(n, k), Weights.scale(weights), transposed ? codes : transpose(codes, k, n));
        var bias = network.bias(x, w, Weights.bias(node, n));
        // The library flattens what stands behind the rows by itself.
        var operand = x.shape().extent(0) == rows ? x : network.reshape(x, Shape.of(rows, k));
        var output = network.tensor(node.output());
        var flat = output.shape().equals(Shape.of(rows, n))
                ? output
                : network.intermediate(Shape.of(rows, n), output.scale());
        var activation = activation(node);
        var result = Weights.result(activation, flat, network);
        network.add(
                OperatorType.FULLCONNECT, List.of(operand, w, bias), result, new FCAttr(n, Weights.fused(activation)));
        Weights.activate(activation, result, flat, network);
        if (flat.id() != output.id()) {
            network.reshape(flat, output);
        }
    }

    private static boolean transposed(Node node) {
        return node.operator() instanceof MatMul m && m.transposeY();
    }

    private static Activation activation(Node node) {
        return node.operator() instanceof FullyConnected f ? f.activation() : Activation.NONE;
    }

    private static byte[] transpose(byte[] matrix, int rows, int columns) {
        var result = new byte[matrix.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                result[c * rows + r] = matrix[r * columns + c];
            }
        }
        return result;
    }
}
