package dev.touchstone.conformance.negative;

import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/** Operators and types of which a case changes one thing only. */
final class Shorthand {
    private Shorthand() {}

    static TensorType channels(Shape shape, int axis) {
        var scales = new Float[shape.extent(axis)];
        Arrays.fill(scales, 0.5f);
        return new TensorType(DataType.INT8, shape, new Quantization.PerChannel(axis, List.of(scales)));
    }

    static Conv2d grouped(int groups) {
        return new Conv2d(Hw.ONE, Padding.NONE, Hw.ONE, groups, Activation.NONE);
    }

    static Conv2d padded(Padding padding) {
        return new Conv2d(Hw.ONE, padding, Hw.ONE, 1, Activation.NONE);
    }

    static Pool2d pool(Window window) {
        return new Pool2d(Pool2d.Kind.MAX, window, false);
    }

    static Window sliding(Hw kernel, Hw stride) {
        return new Window.Sliding(kernel, stride, Padding.NONE, false);
    }

    static Resize resize(Hw size, List<Float> scales) {
        return new Resize(Resize.Method.BILINEAR, size, Resize.Coordinates.ASYMMETRIC, scales);
    }

    static Slice slice(int start, int count, int stride) {
        return new Slice(List.of(0), List.of(start), List.of(count), List.of(stride));
    }

    static Pad pad(Pad.Mode mode, int before) {
        return new Pad(mode, List.of(before), List.of(0), 0);
    }
}
