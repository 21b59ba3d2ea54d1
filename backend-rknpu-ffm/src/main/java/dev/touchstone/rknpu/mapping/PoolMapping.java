package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Window;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.PoolAttr;
import dev.touchstone.rknpu.ddk.Windows;
import dev.touchstone.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * POOL with explicit windows. Whether sizes are rounded up never reaches the driver: rows and columns that are missing at
 * the end are added to the padding. The 64-bit library does not hand over strides either, so that its driver must find
 * them in the sizes.
 */
final class PoolMapping implements Mapping {
    private static final int MAX_SUMMANDS = Integer.MAX_VALUE / 127;

    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var pool = (Pool2d) node.operator();
        var in = size(node.input(0).type().shape());
        var out = size(node.output().type().shape());
        if (pool.window() instanceof Window.Adaptive && (in.h() % out.h() != 0 || in.w() % out.w() != 0)) {
            return Mapping.refuse("ADAPTIVE_BINS", "output size", "a divisor of " + in, out, "");
        }
        var windows = windows(pool, in, out);
        var p = windows.padding();
        var k = windows.kernel();
        if (p.top() >= k.h() || p.bottom() >= k.h() || p.left() >= k.w() || p.right() >= k.w()) {
            return Mapping.refuse("EMPTY_WINDOW", "padding", "less than the window " + k, p, "");
        }
        long window = (long) k.h() * k.w();
        if (pool.kind() == Pool2d.Kind.AVERAGE && window > MAX_SUMMANDS) {
            return Mapping.refuse(
                    "ACCUMULATOR",
                    "elements of a window",
                    "1 to " + MAX_SUMMANDS + ", whose sum fits 32 bits",
                    window,
                    "");
        }
        if (pool.kind() == Pool2d.Kind.AVERAGE && touchesPadding(windows, in, out)) {
            boolean symmetric = p.top() == p.bottom() && p.left() == p.right();
            if (!pool.countPadding() || !symmetric || !limits.unverified()) {
                return Mapping.refuse(
                        "POOL_PADDING_DIVISOR",
                        "average over padding",
                        "windows inside the image: the device's divisor at the border is not known",
                        p,
                        pool.countPadding() && symmetric ? Limits.UNVERIFIED_HINT : "");
            }
        }
        return limits.transmitsStrides()
                ? Optional.empty()
                : stride(
                                "height",
                                in.h() + p.top() + p.bottom() - k.h(),
                                windows.stride().h(),
                                out.h())
                        .or(() -> stride(
                                "width",
                                in.w() + p.left() + p.right() - k.w(),
                                windows.stride().w(),
                                out.w()));
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var pool = (Pool2d) node.operator();
        var x = network.tensor(node.input(0));
        var y = network.tensor(node.output());
        var type = pool.kind() == Pool2d.Kind.MAX ? PoolAttr.Type.MAX : PoolAttr.Type.AVG;
        var windows = windows(pool, size(x.shape()), size(y.shape()));
        network.add(OperatorType.POOL, List.of(x), y, new PoolAttr(windows, type));
    }

    private static Hw size(Shape image) {
        return new Hw(image.extent(2), image.extent(3));
    }

    private static Windows windows(Pool2d pool, Hw in, Hw out) {
        return switch (pool.window()) {
            case Window.Global g -> new Windows(in, Hw.ONE, Padding.NONE);
            case Window.Adaptive a -> {
                var bin = new Hw(in.h() / out.h(), in.w() / out.w());
                yield new Windows(bin, bin, Padding.NONE);
            }
            case Window.Sliding(var kernel, var stride, var padding, var ceil) -> {
                var p = padding.resolve(in.h(), in.w(), kernel, stride);
                yield new Windows(
                        kernel,
                        stride,
                        Padding.explicit(
                                p.top(),
                                Math.max(p.bottom(), after(in.h(), out.h(), kernel.h(), stride.h(), p.top())),
                                p.left(),
                                Math.max(p.right(), after(in.w(), out.w(), kernel.w(), stride.w(), p.left()))));
            }
        };
    }

    /** How far the last window reaches beyond the image. */
    private static int after(int in, int out, int kernel, int stride, int before) {
        return (out - 1) * stride - before + kernel - in;
    }

    private static boolean touchesPadding(Windows w, Hw in, Hw out) {
        var p = w.padding();
        return p.top() > 0
                || p.left() > 0
                || after(in.h(), out.h(), w.kernel().h(), w.stride().h(), 0) > 0
                || after(in.w(), out.w(), w.kernel().w(), w.stride().w(), 0) > 0;
    }

    /** The stride must be the only number that gives the output's size. */
    private static Optional<Unsupported> stride(String axis, int span, int stride, int out) {
        if (out == 1) {
            return Optional.empty();
        }
        for (int s = 1; s <= span; s++) {
            if (s != stride && span / s + 1 == out) {
                return Mapping.refuse(
                        "STRIDE_NOT_TRANSMITTED",
                        "stride along the " + axis,
                        "a number that follows from the sizes, because the 64-bit library does not pass it on",
                        stride + ", where " + s + " gives the same sizes",
                        "");
            }
        }
        return Optional.empty();
    }
}
