package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code mul}, {@code fc}: products of a flattened input and a matrix. */
final class FullyConnectedLowering {
    private static final Map<String, Activation> ACTIVATIONS = Map.of("", Activation.NONE, "relu", Activation.RELU);

    /** Paddle Lite's optimiser leaves on fc what the product had that it fused; its kernel reads none of it. */
    private static final List<String> LEFT_BY_FUSION =
            List.of("alpha", "transpose_X", "transpose_Y", "x_num_col_dims", "y_num_col_dims");

    private FullyConnectedLowering() {}

    static Lowering.Step fc(OpReader op) {
        var x = op.input("Input");
        var weight = op.input("W");
        var bias = op.optionalInput("Bias");
        var out = op.output("Out");
        op.refuseIfSet("padding_weights");
        op.ignore(LEFT_BY_FUSION);
        var activation = op.choice("activation_type", "", ACTIVATIONS);
        if (!activation.equals(Activation.NONE) && bias.isEmpty() && op.dialect() == Dialect.PADDLE) {
            throw op.refuse("activation_type", "'relu' without a bias", "relu with a bias, as in Paddle itself");
        }
        var connected = new FullyConnected(op.integer("in_num_col_dims", 1), activation);
        return nodes -> {
            var operands = new ArrayList<>(List.of(nodes.value(x), nodes.weight(weight, 1)));
            bias.map(nodes::value).ifPresent(operands::add);
            nodes.emit(out, connected, operands.toArray(Value[]::new));
        };
    }

    static Lowering.Step mul(OpReader op) {
        var x = op.input("X");
        var y = op.input("Y");
        var out = op.output("Out");
        int rows = op.integer("x_num_col_dims", 1);
        int depth = op.integer("y_num_col_dims", 1);
        return nodes -> {
            var a = nodes.value(x);
            var b = nodes.weight(y, nodes.lastAxis(y));
            requireColumns("x_num_col_dims", rows, a);
            requireColumns("y_num_col_dims", depth, b);
            var shape = b.type().shape();
            int n = shape.product(depth, shape.rank());
            var matrix = nodes.reshaped("matrix", b, Shape.of(shape.product(0, depth), n));
            boolean last = depth == shape.rank() - 1;
            var product = last ? out : new Ref(out.name() + "~flat");
            var flat = nodes.isWeight(b)
                    ? nodes.emit(product, new FullyConnected(rows, Activation.NONE), a, matrix)
                    : ofVariables(nodes, product, rows, a, matrix);
            if (!last) {
                nodes.emit(out, Shapes.reshape(outputShape(a.type().shape(), rows, shape, depth)), flat);
            }
        };
    }

    /** Both operands are computed: a plain product of matrices. */
    private static Value ofVariables(NodeEmitter nodes, Ref out, int rows, Value x, Value matrix) {
        var shape = x.type().shape();
        if (shape.rank() == 2) {
            return nodes.emit(out, new MatMul(false, false, 1), x, matrix);
        }
        var flat = nodes.help("rows", new Flatten(List.of(rows)), x);
        var product = nodes.help("product", new MatMul(false, false, 1), flat, matrix);
        var extents = Arrays.copyOf(shape.toArray(), rows + 1);
        extents[rows] = matrix.type().shape().extent(1);
        return nodes.emit(out, Shapes.reshape(extents), product);
    }

    private static Shape outputShape(Shape x, int rows, Shape y, int depth) {
        return Shape.of(
                IntStream.concat(Arrays.stream(x.toArray(), 0, rows), Arrays.stream(y.toArray(), depth, y.rank()))
                        .toArray());
    }

    private static void requireColumns(String attribute, int value, Value operand) {
        int rank = operand.type().rank();
        if (value < 1 || value >= rank) {
            throw new InvalidGraphException(attribute + " is " + value + " for shape "
                    + operand.type().shape() + "; expected 1.." + (rank - 1));
        }
    }
}
