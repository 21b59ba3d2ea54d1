package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.ShapeOf;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Quantization.PerChannel;
import dev.touchstone.tensor.Quantization.PerTensor;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces operators by simpler ones that compute the same: a product with a constant matrix is a fully connected layer;
 * adaptive pooling to 1x1 is global; pooling whose indices nobody reads is plain pooling; the shape of a tensor is a
 * constant.
 */
final class SimplerForms implements Pass {
    @Override
    public String name() {
        return "simpler forms";
    }

    @Override
    public Graph apply(Graph source, Notes notes) {
        var graph = new ScaledGraph(source);
        var rewriting = new Rewriting(source);
        for (var node : source.nodes()) {
            switch (node.operator()) {
                case MatMul m ->
                    rewriting.keep(fullyConnected(graph, node, m, rewriting).orElse(node));
                case Pool2d p -> rewriting.keep(node, new Pool2d(p.kind(), global(p.window()), p.countPadding()));
                case MaxPool2dWithIndex p
                when isUnread(source, node.outputs().get(1)) ->
                    rewriting.keep(only(node, new Pool2d(Pool2d.Kind.MAX, global(p.window()), false)));
                case ShapeOf s -> {
                    var extents = node.input(0).type().shape().toArray();
                    rewriting.replace(
                            node.output(),
                            Value.constant(
                                    node.output().name(),
                                    Tensor.of(node.output().type(), extents)));
                }
                default -> rewriting.keep(node);
            }
        }
        return rewriting.build();
    }

    private static Window global(Window window) {
        return window instanceof Window.Adaptive(var output) && output.equals(Hw.ONE) ? new Window.Global() : window;
    }

    private static boolean isUnread(Graph graph, Value value) {
        return graph.consumers(value).isEmpty() && !graph.isOutput(value);
    }

    private static Node only(Node node, Operator operator) {
        return new Node(node.name(), operator, node.inputs(), List.of(node.output()));
    }

    private static Optional<Node> fullyConnected(ScaledGraph graph, Node node, MatMul product, Rewriting rewriting) {
        var y = node.input(1);
        if (product.transposeX() || y.type().rank() != 2 || graph.isConstant(node.input(0))) {
            return Optional.empty();
        }
        return weight(graph, y, product, rewriting)
                .map(w -> new Node(
                        node.name(),
                        new FullyConnected(node.input(0).type().rank() - 1, Activation.NONE),
                        List.of(node.input(0), w),
                        node.outputs()));
    }

    /** The matrix as a fully connected layer reads it; a factor can only go into int8 scales. */
    private static Optional<Value> weight(ScaledGraph graph, Value y, MatMul product, Rewriting rewriting) {
        boolean same = !product.transposeY() && product.alpha() == 1;
        if (y.isConstant()) {
            if (product.alpha() != 1) {
                return Optional.empty();
            }
            var tensor = Codes.tensor(y);
            return Optional.of(
                    same
                            ? y
                            : rewriting.constant(
                                    y.name(),
                                    transposed(tensor.toFloats(), y.type().shape())));
        }
        var stored = graph.stored(y);
        if (stored.isEmpty() || same) {
            return stored.map(s -> y);
        }
        return scaling(stored.get(), product)
                .map(q -> int8(stored.get(), product.transposeY(), q))
                .map(t -> rewriting.constant(stored.get().name(), t))
                .map(v -> rewriting.emit(rewriting.fresh(y.name()), new Dequantize(), v));
    }

    private static Optional<Quantization> scaling(Value stored, MatMul product) {
        var scales = new ArrayList<Float>();
        switch (stored.type().quantization()) {
            case PerTensor p -> scales.add(p.scale() * product.alpha());
            case PerChannel p -> p.scales().forEach(s -> scales.add(s * product.alpha()));
            case null -> {
                return Optional.empty();
            }
        }
        if (!scales.stream().allMatch(s -> s >= Float.MIN_NORMAL && s <= Float.MAX_VALUE)) {
            return Optional.empty();
        }
        return Optional.of(
                stored.type().quantization() instanceof PerChannel p
                        ? new PerChannel(product.transposeY() ? 1 - p.axis() : p.axis(), scales)
                        : Quantization.perTensor(scales.getFirst()));
    }

    private static Tensor int8(Value stored, boolean transpose, Quantization scaling) {
        var shape = stored.type().shape();
        var codes = Codes.tensor(stored).toBytes();
        int rows = shape.extent(0);
        int columns = shape.extent(1);
        if (!transpose) {
            return Tensor.of(new TensorType(DataType.INT8, shape, scaling), codes);
        }
        var turned = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            turned[i % columns * rows + i / columns] = codes[i];
        }
        return Tensor.of(new TensorType(DataType.INT8, Shape.of(columns, rows), scaling), turned);
    }

    private static Tensor transposed(float[] matrix, Shape shape) {
        int rows = shape.extent(0);
        int columns = shape.extent(1);
        var turned = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            turned[i % columns * rows + i / columns] = matrix[i];
        }
        return Tensor.of(turned, columns, rows);
    }
}
