package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Hw;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph that grows node by node; valid by construction, since every shape is what the operator infers and every operand
 * is chosen or made to fit. All choices come from the draw.
 */
final class GraphDraw {
    private final Draw d;
    private final boolean int8;
    private final GraphBuilder builder;
    private final List<Value> values = new ArrayList<>();
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Value> unread = new ArrayList<>();
    private int names;

    GraphDraw(Draw d, String name, boolean int8) {
        this.d = d;
        this.int8 = int8;
        this.builder = new GraphBuilder(name);
    }

    /** One more input of the graph. */
    Value input(Shape shape) {
        var tensor = int8 ? d.int8(shape, d.scaleFor(4)) : d.uniform(shape, -2, 2);
        var value = builder.input("x" + inputs.size(), tensor.type());
        inputs.add(tensor);
        values.add(value);
        return value;
    }

    /** One more node, whose results may be read by later ones. */
    void grow() {
        var x = d.oneIn(3) ? values.get(d.integer(0, values.size())) : values.getLast();
        if (x.type().rank() == 4) {
            image(x);
        } else {
            matrix(x);
        }
    }

    private void image(Value x) {
        var shape = x.type().shape();
        boolean large = shape.extent(2) >= 3 && shape.extent(3) >= 3;
        switch (d.integer(0, 14)) {
            case 0, 1 -> convolution(x, shape.extent(1), large ? d.pick(1, 3) : 1, 1);
            case 2 -> convolution(x, 1, large ? 3 : 1, shape.extent(1));
            case 3 -> pool(x, large ? sliding() : new Window.Global());
            case 4 -> pool(x, new Window.Adaptive(new Hw(1, 2)));
            case 5 -> add(new Concat(1), x, partner(x));
            case 6 -> add(new Transpose(List.of(0, 1, 3, 2)), x);
            case 7 -> pad(x);
            case 8 -> resize(x);
            case 9 -> split(x);
            case 10 -> add(new Reshape(List.of(shape.extent(0), -1)), x);
            default -> elements(x);
        }
    }

    private void matrix(Value x) {
        switch (d.integer(0, 6)) {
            case 0, 1 -> fullyConnected(x);
            case 2 -> scaled(new Softmax(-1), 1, x);
            case 3 -> add(new Slice(List.of(0), List.of(0), List.of(1), List.of(1)), x);
            case 4 -> add(new Concat(-1), x, partner(x));
            default -> elements(x);
        }
    }

    private void elements(Value x) {
        double size = magnitude(x);
        switch (d.integer(0, 7)) {
            case 0 -> scaled(new Add(-1), 2 * size, x, partner(x));
            case 1 -> scaled(new Mul(-1), size * size / 2, x, partner(x));
            case 2 -> scaled(new LeakyRelu(0.1f), size, x);
            case 3 -> scaled(new HardSwish(6, 6, 3), size, x);
            case 4 -> scaled(new Sigmoid(), 1, x);
            case 5 -> scaled(new Relu6(6), Math.min(size, 6), x);
            default -> add(new Relu(), x);
        }
    }

    private void convolution(Value x, int channels, int kernel, int groups) {
        int filters = groups > 1 ? groups * d.pick(1, 2) : d.integer(1, 9);
        var w = Shape.of(filters, channels, kernel, kernel);
        var stride = d.oneIn(4) ? new Hw(2, 2) : Hw.ONE;
        int border = kernel / 2;
        var conv = new Conv2d(stride, Padding.explicit(border, border, border, border), Hw.ONE, groups, activation());
        product(conv, x, w, 0, filters, channels * kernel * kernel);
    }

    private void fullyConnected(Value x) {
        int k = x.type().shape().elements() / x.type().shape().extent(0);
        int n = d.integer(1, 9);
        product(new FullyConnected(1, activation()), x, Shape.of(k, n), 1, n, k);
    }

    private Activation activation() {
        return d.pick(Activation.NONE, Activation.NONE, Activation.RELU, new Activation.Relu6(6));
    }

    /** Weights within 1, so that sums of so many terms spread as the square root of their number. */
    private void product(Operator operator, Value x, Shape weights, int channelAxis, int channels, int terms) {
        double size = magnitude(x) * Math.sqrt(terms) / 2;
        var operands = new ArrayList<>(List.of(x, constant(weights(weights, channelAxis))));
        if (d.coin()) {
            operands.add(constant(d.uniform(Shape.of(channels), -size / 4, size / 4)));
        }
        scaled(operator, size, operands.toArray(Value[]::new));
    }

    private Tensor weights(Shape shape, int channelAxis) {
        if (!int8) {
            return d.uniform(shape, -1, 1);
        }
        return d.oneIn(3)
                ? d.perChannel(shape, channelAxis, Pattern.UNIFORM)
                : d.int8(shape, 1 / 127f, Pattern.UNIFORM);
    }

    private void pool(Value x, Window window) {
        add(new Pool2d(d.pick(Pool2d.Kind.values()), window, false), x);
    }

    private Window sliding() {
        return d.coin()
                ? new Window.Sliding(new Hw(2, 2), new Hw(2, 2), Padding.NONE, d.coin())
                : new Window.Sliding(new Hw(3, 3), Hw.ONE, Padding.explicit(1, 1, 1, 1), false);
    }

    private void pad(Value x) {
        add(new Pad(Pad.Mode.CONSTANT, List.of(0, 0, 1, 0), List.of(0, 0, 0, 2), 0), x);
    }

    private void resize(Value x) {
        int h = Math.min(2 * x.type().shape().extent(2), 12);
        add(
                new Resize(
                        d.pick(Resize.Method.values()),
                        new Hw(h, d.integer(1, 10)),
                        Resize.Coordinates.ALIGN_CORNERS,
                        List.of()),
                x);
    }

    private void split(Value x) {
        int channels = x.type().shape().extent(1);
        if (channels == 1) {
            add(new Relu(), x);
        } else {
            add(new Split(1, List.of(1, channels - 1)), x);
        }
    }

    /** Another value of the same shape, if there is one; else a new input; sometimes the value itself. */
    private Value partner(Value x) {
        var others = values.stream()
                .filter(v ->
                        v.type().shape().equals(x.type().shape()) && !v.name().equals(x.name()))
                .toList();
        if (d.oneIn(4)) {
            return x;
        }
        return others.isEmpty() ? input(x.type().shape()) : others.get(d.integer(0, others.size()));
    }

    private Value constant(Tensor tensor) {
        return builder.constant("c" + names++, tensor);
    }

    /** A node whose int8 results keep the scale of the first operand. */
    private void add(Operator operator, Value... operands) {
        var types = GraphBuilder.infer("n" + names, operator, List.of(operands));
        node(operator, operands, types);
    }

    /** A node whose int8 result has a scale for numbers up to about this size. */
    private void scaled(Operator operator, double size, Value... operands) {
        var shape = GraphBuilder.infer("n" + names, operator, List.of(operands))
                .getFirst()
                .shape();
        node(operator, operands, List.of(int8 ? TensorType.int8(shape, d.scaleFor(size)) : TensorType.float32(shape)));
    }

    private void node(Operator operator, Value[] operands, List<TensorType> types) {
        var name = "n" + names++;
        var results = new ArrayList<Value>();
        for (var type : types) {
            results.add(Value.variable(name + "_" + results.size(), type));
        }
        builder.add(new Node(name, operator, List.of(operands), results));
        unread.removeAll(List.of(operands));
        unread.addAll(results);
        values.addAll(results);
    }

    private double magnitude(Value x) {
        return int8 ? 127.0 * x.type().scale() : 4;
    }

    /** The graph gives what nobody reads, and some of what is read. */
    Computation computation(boolean more) {
        unread.forEach(builder::output);
        values.stream().filter(v -> more && !unread.contains(v) && d.oneIn(4)).forEach(builder::output);
        return new Computation(builder.build(), inputs);
    }
}
