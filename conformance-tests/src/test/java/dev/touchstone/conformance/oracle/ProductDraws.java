package dev.touchstone.conformance.oracle;

import dev.touchstone.conformance.oracle.Drawn.Input;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Convolutions, matrix products and pools. */
final class ProductDraws {
    private ProductDraws() {}

    static Drawn convolution(Numbers n) {
        int groups = n.any(List.of(1, 1, 2, 3));
        int group = n.random().nextInt(1, 4);
        var x = Shape.of(
                n.random().nextInt(1, 3),
                groups * group,
                n.random().nextInt(3, 10),
                n.random().nextInt(3, 10));
        var w = Shape.of(
                groups * n.random().nextInt(1, 4),
                group,
                n.random().nextInt(1, 4),
                n.random().nextInt(1, 4));
        var conv = new Conv2d(hw(n, 3), padding(n), hw(n, 2), groups, activation(n));
        return product(n, conv, x, w, 0, w.product(1, 4));
    }

    static Drawn connected(Numbers n) {
        var x = n.shape(n.random().nextInt(2, 5), 7);
        int rows = n.random().nextInt(1, x.rank());
        int k = x.product(rows, x.rank());
        return product(
                n,
                new FullyConnected(rows, activation(n)),
                x,
                Shape.of(k, n.random().nextInt(1, 20)),
                1,
                k);
    }

    private static Drawn product(
            Numbers n, dev.touchstone.op.Operator operator, Shape x, Shape w, int axis, int terms) {
        float in = n.scale();
        float weight = n.scale();
        var inputs = new ArrayList<Input>(List.of(n.fed(x, in), n.weights(w, axis, weight)));
        int channels = w.extent(axis);
        switch (n.random().nextInt(3)) {
            case 0 -> {}
            case 1 ->
                inputs.add(Input.constant(Tensor.of(
                        TensorType.of(DataType.INT32, Shape.of(channels)),
                        n.random().ints(channels, -9000, 9000).toArray())));
            default -> inputs.add(bias(n, channels, in * weight));
        }
        return result(n, operator, in * weight, terms, inputs);
    }

    /** Half of them lie between two steps of the sum. */
    private static Input bias(Numbers n, int channels, float step) {
        var values = new float[channels];
        for (int i = 0; i < channels; i++) {
            values[i] = n.random().nextBoolean()
                    ? (n.random().nextInt(-500, 500) + 0.5f) * step
                    : (float) n.random().nextDouble(-5000, 5000) * step;
        }
        return Input.constant(Tensor.of(values, channels));
    }

    private static Drawn result(
            Numbers n, dev.touchstone.op.Operator operator, float step, int terms, List<Input> inputs) {
        if (n.random().nextInt(5) == 0) {
            return Drawn.of(operator, 1, inputs);
        }
        boolean ties = n.random().nextInt(3) == 0;
        float out = ties
                ? step * (1 << n.random().nextInt(12))
                : (float) (step * Math.sqrt(terms) * n.random().nextDouble(20, 400));
        return Drawn.of(operator, out, true, inputs);
    }

    static Drawn product(Numbers n) {
        int p = n.random().nextInt(1, 9);
        int k = n.random().nextInt(1, 17);
        int q = n.random().nextInt(1, 9);
        var batch = n.shape(n.random().nextInt(3), 3);
        boolean tx = n.random().nextBoolean();
        boolean ty = n.random().nextBoolean();
        var x = stacked(batch, tx ? k : p, tx ? p : k);
        var y = stacked(n.random().nextBoolean() ? batch : Shape.of(), ty ? q : k, ty ? k : q);
        float alpha = n.any(List.of(1f, 1f, 0.1f, 2f, -1.5f));
        var operator = new MatMul(tx, ty, alpha);
        float in = n.scale();
        float weight = n.scale();
        var second = n.random().nextBoolean() ? n.fed(y, weight) : n.weights(y, y.rank() - (ty ? 2 : 1), weight);
        return result(n, operator, in * weight * Math.abs(alpha), k, List.of(n.fed(x, in), second));
    }

    private static Shape stacked(Shape batch, int rows, int columns) {
        var extents = java.util.Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        extents[batch.rank()] = rows;
        extents[batch.rank() + 1] = columns;
        return Shape.of(extents);
    }

    static Drawn pool(Numbers n) {
        float in = n.scale();
        var kind = n.any(List.of(Pool2d.Kind.values()));
        return Drawn.of(
                new Pool2d(kind, window(n), n.random().nextBoolean()), n.near(in), List.of(n.fed(image(n), in)));
    }

    static Drawn poolWithIndex(Numbers n) {
        float in = n.scale();
        return Drawn.of(new MaxPool2dWithIndex(window(n)), n.near(in), List.of(n.fed(image(n), in)));
    }

    private static Shape image(Numbers n) {
        return Shape.of(
                n.random().nextInt(1, 3),
                n.random().nextInt(1, 4),
                n.random().nextInt(4, 12),
                n.random().nextInt(4, 12));
    }

    private static Window window(Numbers n) {
        return switch (n.random().nextInt(6)) {
            case 0 -> new Window.Global();
            case 1 -> new Window.Adaptive(hw(n, 5));
            default -> {
                var kernel = hw(n, 4);
                int h = kernel.h();
                int w = kernel.w();
                var padding = n.random().nextInt(3) == 0
                        ? n.any(List.of(Padding.SAME, Padding.VALID))
                        : Padding.explicit(
                                n.random().nextInt(h),
                                n.random().nextInt(h),
                                n.random().nextInt(w),
                                n.random().nextInt(w));
                yield new Window.Sliding(kernel, hw(n, 3), padding, n.random().nextBoolean());
            }
        };
    }

    private static Hw hw(Numbers n, int most) {
        return new Hw(n.random().nextInt(1, most + 1), n.random().nextInt(1, most + 1));
    }

    private static Padding padding(Numbers n) {
        return switch (n.random().nextInt(4)) {
            case 0 -> Padding.SAME;
            case 1 -> Padding.VALID;
            default ->
                Padding.explicit(
                        n.random().nextInt(4),
                        n.random().nextInt(4),
                        n.random().nextInt(4),
                        n.random().nextInt(4));
        };
    }

    private static Activation activation(Numbers n) {
        return n.any(List.of(
                Activation.NONE,
                Activation.RELU,
                new Activation.Relu6(n.any(List.of(6f, 1.3f))),
                new Activation.LeakyRelu(n.any(List.of(0.1f, 0.25f))),
                new Activation.HardSwish(6, 6, 3)));
    }
}
