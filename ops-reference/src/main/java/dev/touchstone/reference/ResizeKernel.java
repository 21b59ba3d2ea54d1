package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Resize;
import dev.touchstone.tensor.Shape;
import java.util.function.IntUnaryOperator;

/**
 * The definition of {@link Resize}.
 *
 * <p>I1 The ratio of an axis is a float32: 0 for one output position; (in - 1) / (out - 1) where corners align; 1 / scale
 * where scales are given; else in / out. An output of the input's size copies.
 * <br>I2 Nearest copies the element at ratio * i, or ratio * i + 0.5 where corners align, truncated; the product is
 * float32, the sum double. On int8, M2 and M3 apply.
 * <br>I3 Bilinear reads at p = ratio * i, or at ratio * (i + 0.5) - 0.5 in double and rounded for half-pixel coordinates;
 * i0 is p truncated and not below 0, i1 the next but not beyond the end, d is p (not below 0) minus i0; the value is
 * x00 * (1 - dy) * (1 - dx) + x10 * dy * (1 - dx) + x01 * (1 - dy) * dx + x11 * dy * dx with x[row][column], products
 * from left to right, added in this order, in float32.
 * <br>I4 On int8, bilinear does I3 on the integers, multiplies by the float32 nearest to sIn / sOut, then N7's limits and
 * rounding.
 * <br>I5 Positions are limited to the image.
 */
final class ResizeKernel {
    private ResizeKernel() {}

    /** Which two positions of an axis each output position mixes, and how much of the second. */
    private record Axis(int[] first, int[] second, float[] fraction) {}

    static Kernel prepare(Node node) {
        var resize = (Resize) node.operator();
        var x = node.input(0).type();
        var y = node.output().type();
        boolean copies = x.shape().equals(y.shape());
        if (resize.method() == Resize.Method.NEAREST || copies) {
            var positions = Gather.all(4);
            positions[2] = copies
                    ? positions[2]
                    : nearest(resize, 0, x.shape().extent(2), y.shape().extent(2));
            positions[3] = copies
                    ? positions[3]
                    : nearest(resize, 1, x.shape().extent(3), y.shape().extent(3));
            var index = Gather.index(y.shape(), Gather.strides(x.shape()), positions);
            var rescale = Rescale.between(x, y);
            return (inputs, outputs) -> rescale.gather(inputs.getFirst(), index, outputs.getFirst());
        }
        var rows = axis(resize, 0, x.shape().extent(2), y.shape().extent(2));
        var columns = axis(resize, 1, x.shape().extent(3), y.shape().extent(3));
        if (x.isFloat()) {
            return (inputs, outputs) -> bilinear(
                    rows,
                    columns,
                    x.shape(),
                    inputs.getFirst().floats(),
                    outputs.getFirst().floats());
        }
        if (!x.isQuantizedInt8()) {
            throw Refusal.dataType(x, "float32, quantized int8 (bilinear)");
        }
        float m = Requantization.multiplier("the output", (double) x.scale() / (double) y.scale());
        return (inputs, outputs) -> bilinear(
                rows,
                columns,
                x.shape(),
                m,
                inputs.getFirst().bytes(),
                outputs.getFirst().bytes());
    }

    private static float ratio(Resize resize, int axis, int in, int out) {
        if (out == 1) {
            return 0;
        }
        if (resize.coordinates() == Resize.Coordinates.ALIGN_CORNERS) {
            return (float) (in - 1) / (float) (out - 1);
        }
        return resize.scales().isEmpty()
                ? (float) in / (float) out
                : (float) (1.0 / (double) resize.scales().get(axis));
    }

    private static IntUnaryOperator nearest(Resize resize, int axis, int in, int out) {
        float ratio = ratio(resize, axis, in, out);
        double half = resize.coordinates() == Resize.Coordinates.ALIGN_CORNERS ? 0.5 : 0;
        return i -> Math.min((int) (ratio * i + half), in - 1);
    }

    private static Axis axis(Resize resize, int axis, int in, int out) {
        float ratio = ratio(resize, axis, in, out);
        boolean half = resize.coordinates() == Resize.Coordinates.HALF_PIXEL;
        var first = new int[out];
        var second = new int[out];
        var fraction = new float[out];
        for (int i = 0; i < out; i++) {
            float p = half ? (float) (ratio * (i + 0.5) - 0.5) : ratio * i;
            first[i] = Math.clamp((int) p, 0, in - 1);
            second[i] = Math.min(first[i] + 1, in - 1);
            fraction[i] = Math.max(p, 0) - first[i];
        }
        return new Axis(first, second, fraction);
    }

    private static void bilinear(Axis rows, Axis columns, Shape shape, float[] x, float[] y) {
        mixAll(rows, columns, shape, i -> x[i], (i, value) -> y[i] = value);
    }

    private static void bilinear(Axis rows, Axis columns, Shape shape, float m, byte[] x, byte[] y) {
        mixAll(rows, columns, shape, i -> x[i], (i, value) -> y[i] = Requantization.saturate(value * m));
    }

    /** An input element as a number. */
    private interface Source {
        float at(int i);
    }

    /** What becomes of the value of an output element. */
    private interface Sink {
        void put(int i, float value);
    }

    /** Rule I3 for every output element in order. */
    private static void mixAll(Axis rows, Axis columns, Shape shape, Source x, Sink y) {
        int w = shape.extent(3);
        int plane = shape.extent(2) * w;
        int at = 0;
        for (int start = 0; start < shape.elements(); start += plane) {
            for (int i = 0; i < rows.first().length; i++) {
                int top = start + rows.first()[i] * w;
                int bottom = start + rows.second()[i] * w;
                float dy = rows.fraction()[i];
                for (int j = 0; j < columns.first().length; j++) {
                    int left = columns.first()[j];
                    int right = columns.second()[j];
                    float dx = columns.fraction()[j];
                    y.put(
                            at++,
                            mix(
                                    x.at(top + left),
                                    x.at(bottom + left),
                                    x.at(top + right),
                                    x.at(bottom + right),
                                    dy,
                                    dx));
                }
            }
        }
    }

    private static float mix(float x00, float x10, float x01, float x11, float dy, float dx) {
        return x00 * (1 - dy) * (1 - dx) + x10 * dy * (1 - dx) + x01 * (1 - dy) * dx + x11 * dy * dx;
    }
}
