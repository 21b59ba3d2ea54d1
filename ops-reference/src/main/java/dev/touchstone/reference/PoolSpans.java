package dev.touchstone.reference;

import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;

/**
 * The windows of a pooling operator along one axis (rules P2, P3, P8, P9 of {@link Pool2dKernel}): window i covers the
 * elements {@code from(i)..to(i)}. Immutable.
 */
final class PoolSpans {
    private final int[] from;
    private final int[] to;
    private final int[] padded;

    private PoolSpans(int count) {
        from = new int[count];
        to = new int[count];
        padded = new int[count];
    }

    /** The windows along the height. */
    static PoolSpans rows(Window window, Shape x) {
        int h = x.extent(2);
        int count = window.outputs(h, x.extent(3)).h();
        return switch (window) {
            case Window.Global() -> bins(h, 1);
            case Window.Adaptive(var output) -> bins(h, output.h());
            case Window.Sliding(var kernel, var stride, var padding, var ceil) -> {
                int top = padding.resolve(h, x.extent(3), kernel, stride).top();
                yield sliding(h, count, kernel.h(), stride.h(), top);
            }
        };
    }

    /** The windows along the width. */
    static PoolSpans columns(Window window, Shape x) {
        int w = x.extent(3);
        int count = window.outputs(x.extent(2), w).w();
        return switch (window) {
            case Window.Global() -> bins(w, 1);
            case Window.Adaptive(var output) -> bins(w, output.w());
            case Window.Sliding(var kernel, var stride, var padding, var ceil) -> {
                int left = padding.resolve(x.extent(2), w, kernel, stride).left();
                yield sliding(w, count, kernel.w(), stride.w(), left);
            }
        };
    }

    private static PoolSpans bins(int size, int count) {
        var spans = new PoolSpans(count);
        for (int i = 0; i < count; i++) {
            spans.from[i] = (int) ((long) i * size / count);
            spans.to[i] = (int) (((i + 1L) * size + count - 1) / count);
            spans.padded[i] = spans.to[i] - spans.from[i];
        }
        return spans;
    }

    private static PoolSpans sliding(int size, int count, int kernel, int stride, int before) {
        var spans = new PoolSpans(count);
        for (int i = 0; i < count; i++) {
            int start = i * stride - before;
            int end = Math.min(start + kernel, size + before);
            spans.from[i] = Math.max(start, 0);
            spans.to[i] = Math.min(end, size);
            spans.padded[i] = end - start;
        }
        return spans;
    }

    int count() {
        return from.length;
    }

    /** The first element. */
    int from(int i) {
        return from[i];
    }

    /** The element behind the last; not above {@link #from} if the window is empty. */
    int to(int i) {
        return to[i];
    }

    /** The length inside the image (rule P7); negative if the window begins behind the end. */
    int inside(int i) {
        return to[i] - from[i];
    }

    /** Elements, 0 if the window is empty. */
    int real(int i) {
        return Math.max(to[i] - from[i], 0);
    }

    /** Elements with those of the padding that count (rule P8); may be 0 or less behind the end. */
    int padded(int i) {
        return padded[i];
    }

    /** The first empty window, or -1. */
    int firstEmpty() {
        for (int i = 0; i < from.length; i++) {
            if (real(i) == 0) {
                return i;
            }
        }
        return -1;
    }
}
