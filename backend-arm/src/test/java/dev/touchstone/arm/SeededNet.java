package dev.touchstone.arm;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Builds networks as an exporter of quantized models writes them: weights are integers in float32, products of quantized
 * activations are scaled back, biases are additions, every tensor has a recorded range. Weights are seeded, and about as
 * large as keeps activations of one size.
 */
final class SeededNet {
    private static final float RANGE = 4;

    private final GraphBuilder builder;
    private final boolean quantized;
    private final SplittableRandom random = new SplittableRandom(17);
    private int count;
    private int products;

    /**
     * Begins a network.
     *
     * @param quantized whether products are quantized, else everything is plain float32
     */
    SeededNet(String name, boolean quantized) {
        this.builder = new GraphBuilder(name);
        this.quantized = quantized;
    }

    Value image(int batch, int size) {
        return builder.input("image", TensorType.float32(batch, 3, size, size));
    }

    /** A node whose output has a recorded range. */
    Value add(Operator operator, Value... inputs) {
        return add(operator, RANGE, inputs);
    }

    private Value add(Operator operator, float range, Value... inputs) {
        String name = operator.name() + "_" + count++;
        var type = GraphBuilder.infer(name, operator, List.of(inputs)).getFirst();
        var output = Value.variable(name, type).withRange(range);
        return builder.add(new Node(name, operator, List.of(inputs), List.of(output)))
                .output();
    }

    List<Value> split(Value x) {
        int half = channels(x) / 2;
        String name = "split_" + count++;
        var operator = new Split(1, List.of(half, channels(x) - half));
        var types = GraphBuilder.infer(name, operator, List.of(x));
        return builder.add(new Node(
                        name,
                        operator,
                        List.of(x),
                        List.of(
                                Value.variable(name + ".0", types.get(0)).withRange(RANGE),
                                Value.variable(name + ".1", types.get(1)).withRange(RANGE))))
                .outputs();
    }

    static int channels(Value x) {
        return x.type().shape().extent(1);
    }

    /** A convolution with bias; every second one has a scale for each channel. */
    Value conv(Value x, int m, int kernel, int stride, int groups) {
        return conv(x, m, kernel, stride, groups, 1);
    }

    Value conv(Value x, int m, int kernel, int stride, int groups, int dilation) {
        int pad = dilation * (kernel / 2);
        var operator = new Conv2d(
                new Hw(stride, stride),
                Padding.explicit(pad, pad, pad, pad),
                new Hw(dilation, dilation),
                groups,
                Activation.NONE);
        int terms = channels(x) / groups * kernel * kernel;
        return bias(product(operator, x, m, terms, m, channels(x) / groups, kernel, kernel), m);
    }

    Value depthwise(Value x, int kernel, int stride) {
        return conv(x, channels(x), kernel, stride, channels(x));
    }

    Value fullyConnected(Value x, int n) {
        int k = x.type().shape().product(1, x.type().rank());
        return bias(product(new FullyConnected(1, Activation.NONE), x, n, k, k, n), n);
    }

    private Value product(Operator operator, Value x, int outputs, int terms, int... extents) {
        double spread = Math.sqrt(3.0 / terms);
        if (!quantized) {
            return add(operator, x, weights(spread, extents));
        }
        boolean perChannel = products++ % 2 == 1;
        var threshold = Value.constant("threshold_" + count++, Tensor.of(new float[] {RANGE}, 1));
        var codes = add(new FakeQuantize(FakeQuantize.Order.CLIP_THEN_ROUND, 8, -1, false, false), x, threshold);
        var y = add(operator, codes, integers(extents));
        if (!perChannel) {
            return add(new FakeDequantize(-1, (float) (127 * 127 / spread)), y, threshold);
        }
        var scales = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            scales[i] = (float) (spread * random.nextDouble(0.6, 1.2));
        }
        var channels = Value.constant("scales_" + count++, Tensor.of(scales, outputs));
        return add(new FakeDequantize(1, 127f * 127f), y, channels, threshold);
    }

    private Value integers(int... extents) {
        var tensor = Tensor.allocate(TensorType.float32(extents));
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-127, 128);
        }
        return Value.constant("weights_" + count++, tensor);
    }

    private Value weights(double spread, int... extents) {
        var tensor = Tensor.allocate(TensorType.float32(extents));
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-spread, spread);
        }
        return Value.constant("weights_" + count++, tensor);
    }

    private Value bias(Value x, int n) {
        return add(new Add(1), x, weights(0.5, n));
    }

    /** Squeeze and excitation. */
    Value excite(Value x, int reduction) {
        int c = channels(x);
        var y = add(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), x);
        y = add(new Relu(), conv(y, Math.max(8, c / reduction), 1, 1, 1));
        y = add(new HardSigmoid(0.2f, 0.5f), 1, conv(y, c, 1, 1, 1));
        return add(new Mul(-1), x, y);
    }

    /** Interleaves the channels of two groups. */
    Value shuffle(Value x) {
        var s = x.type().shape();
        int half = s.extent(1) / 2;
        var y = add(new Reshape(List.of(s.extent(0), 2, half, s.extent(2), s.extent(3))), x);
        y = add(new Transpose(List.of(0, 2, 1, 3, 4)), y);
        return add(new Reshape(List.of(s.extent(0), 2 * half, s.extent(2), s.extent(3))), y);
    }

    Value maxPool(Value x, boolean ceil) {
        return add(
                new Pool2d(
                        Pool2d.Kind.MAX,
                        new Window.Sliding(new Hw(3, 3), new Hw(2, 2), Padding.explicit(1, 1, 1, 1), ceil),
                        false),
                x);
    }

    Value concat(Value... inputs) {
        return add(new Concat(1), inputs);
    }

    /** Global average, fully connected, softmax. */
    Graph classify(Value x, int classes) {
        var y = add(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), x);
        return softmax(fullyConnected(y, classes));
    }

    /** Softmax of what may be an image of one pixel. */
    Graph softmax(Value x) {
        var y = x.type().rank() == 2 ? x : add(new Flatten(List.of(1)), x);
        builder.output(add(new Softmax(-1), 1, y));
        return builder.build();
    }
}
