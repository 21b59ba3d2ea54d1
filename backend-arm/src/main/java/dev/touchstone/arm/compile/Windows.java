package dev.touchstone.arm.compile;

import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;

/** The windows of a pool along one axis, clipped to the image (rules P2, P3, P8, P9). */
final class Windows {
    private final int[] from;
    private final int[] length;
    private final int[] padded;

    private Windows(int count) {
        from = new int[count];
        length = new int[count];
        padded = new int[count];
    }

    static Windows rows(Window window, Shape x) {
        int h = x.extent(2);
        return switch (window) {
            case Window.Global() -> bins(h, 1);
            case Window.Adaptive(var output) -> bins(h, output.h());
            case Window.Sliding s ->
                sliding(
                        h,
                        s.outputs(h, x.extent(3)).h(),
                        s.kernel().h(),
                        s.stride().h(),
                        s.padding()
                                .resolve(h, x.extent(3), s.kernel(), s.stride())
                                .top());
        };
    }

    static Windows columns(Window window, Shape x) {
        int w = x.extent(3);
        return switch (window) {
            case Window.Global() -> bins(w, 1);
            case Window.Adaptive(var output) -> bins(w, output.w());
            case Window.Sliding s ->
                sliding(
                        w,
                        s.outputs(x.extent(2), w).w(),
                        s.kernel().w(),
                        s.stride().w(),
                        s.padding()
                                .resolve(x.extent(2), w, s.kernel(), s.stride())
                                .left());
        };
    }

    private static Windows bins(int size, int count) {
        var windows = new Windows(count);
        for (int i = 0; i < count; i++) {
            windows.from[i] = (int) ((long) i * size / count);
            windows.length[i] = (int) (((i + 1L) * size + count - 1) / count) - windows.from[i];
            windows.padded[i] = windows.length[i];
        }
        return windows;
    }

    /** The padding before counts also for the end (rule P8). */
    private static Windows sliding(int size, int count, int kernel, int stride, int before) {
        var windows = new Windows(count);
        for (int i = 0; i < count; i++) {
            int start = i * stride - before;
            int end = Math.min(start + kernel, size + before);
            windows.from[i] = Math.max(start, 0);
            windows.length[i] = Math.min(end, size) - windows.from[i];
            windows.padded[i] = end - start;
        }
        return windows;
    }

    int count() {
        return from.length;
    }

    int from(int i) {
        return from[i];
    }

    /** Elements inside the image. */
    int length(int i) {
        return length[i];
    }

    /** Elements with those of the padding that count. */
    int padded(int i) {
        return padded[i];
    }

    /** Whether a window has no element. */
    boolean anyEmpty() {
        for (int n : length) {
            if (n <= 0) {
                return true;
            }
        }
        return false;
    }
}
