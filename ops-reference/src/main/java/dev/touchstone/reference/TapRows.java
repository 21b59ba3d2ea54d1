package dev.touchstone.reference;

import dev.touchstone.op.ConvGeometry;

/**
 * Lays the input of a convolution out as rows: the row of tap (u, v) holds, for every output position of a tile, the
 * input element that this tap meets there, and 0 outside the image (rule C5). Every product of the convolution is then
 * {@code accumulator[i] += weight * row[i]}, the form that the JIT compiler turns into vector code.
 *
 * <p>A tile is a run of whole output lines. One channel of it is first copied into a plane with the padding around it,
 * cut into {@code stride.h * stride.w} phases: phase (p, q) holds every stride.h-th line from p and every stride.w-th
 * column from q, so that within a phase every stride is 1 and a tap is a shift. The lines of a row are {@link #pitch}
 * apart. Immutable; knows sizes only, the elements are moved by a {@link Mover}.
 */
final class TapRows {
    /** Moves elements of one type; all positions and counts are in elements. */
    interface Mover {
        /** Sets {@code plane[from..to)} to 0. */
        void clear(int from, int to);

        /** Copies {@code x[from + i * stride]} to {@code plane[at + i]} for {@code i < n}. */
        void pick(int from, int stride, int at, int n);

        /** Copies {@code plane[from..from + n)} to {@code row[at..at + n)} of a tap. */
        void shift(int from, int tap, int at, int n);
    }

    /** Output positions of a tile, about: the rows of a 3x3 depthwise tile fit the first-level cache. */
    private static final int TILE = 784;

    /** Elements of the rows that are worked on at once: a small part of the second-level cache. */
    private static final int NEAR = 16384;

    private static final int MOST_SUMS = 32;

    private final ConvGeometry g;
    private final int lines;
    private final int sums;
    private final int pitch;
    private final int planePitch;
    private final int moreLines;

    TapRows(ConvGeometry g) {
        this.g = g;
        this.moreLines = (g.dilation().h() * (g.kernel().h() - 1)) / g.stride().h();
        this.planePitch = g.outW()
                + (g.dilation().w() * (g.kernel().w() - 1)) / g.stride().w();
        // With few products a row it is cheaper to compute the columns between lines than to close the gaps.
        this.pitch = g.isDepthwise() ? planePitch : g.outW();
        this.lines = Math.clamp(TILE / pitch, 1, g.outH());
        this.sums = Math.min(Math.clamp(NEAR / length(lines) - 8, 2, MOST_SUMS), g.m() / g.groups());
    }

    /** Output lines of a tile; the last one may have fewer. */
    int lines() {
        return lines;
    }

    /** Output channels to compute at once. */
    int sums() {
        return sums;
    }

    /** Distance from line to line within a row; what lies between is garbage. */
    int pitch() {
        return pitch;
    }

    /** Elements of a row of {@code count} lines. */
    int length(int count) {
        return (count - 1) * pitch + g.outW();
    }

    /** True if the plane is the row: one tap, nothing to shift. */
    boolean planeIsRow() {
        return g.kernel().h() * g.kernel().w() == 1;
    }

    /** Elements of a plane. */
    int planeLength() {
        return g.stride().h() * g.stride().w() * phaseLength(lines);
    }

    private int phaseLength(int count) {
        return (count + moreLines) * planePitch;
    }

    /**
     * Fills the rows of one channel for the output lines {@code y0..y0 + count}.
     *
     * @param channel where the channel begins in the input
     */
    void gather(int channel, int y0, int count, Mover mover) {
        for (int p = 0; p < g.stride().h(); p++) {
            for (int q = 0; q < g.stride().w(); q++) {
                if (meets(p, g.kernel().h(), g.dilation().h(), g.stride().h())
                        && meets(q, g.kernel().w(), g.dilation().w(), g.stride().w())) {
                    fill(channel, y0, count, p, q, mover);
                }
            }
        }
        if (!planeIsRow()) {
            for (int u = 0; u < g.kernel().h(); u++) {
                for (int v = 0; v < g.kernel().w(); v++) {
                    shift(u, v, count, mover);
                }
            }
        }
    }

    /** Whether any tap falls into a phase. */
    private static boolean meets(int phase, int kernel, int dilation, int stride) {
        for (int u = 0; u < kernel; u++) {
            if (u * dilation % stride == phase) {
                return true;
            }
        }
        return false;
    }

    private void fill(int channel, int y0, int count, int p, int q, Mover mover) {
        int stride = g.stride().w();
        int begin = planeIsRow() ? 0 : (p * stride + q) * phaseLength(count);
        int left = g.padding().left() - q;
        int first = Math.clamp(-Math.floorDiv(-left, stride), 0, planePitch);
        int end = Math.clamp(-Math.floorDiv(-(left + g.w()), stride), first, planePitch);
        for (int i = 0; i < count + moreLines; i++) {
            int at = begin + i * planePitch;
            int y = (y0 + i) * g.stride().h() + p - g.padding().top();
            if (y < 0 || y >= g.h() || first == end) {
                mover.clear(at, at + planePitch);
                continue;
            }
            mover.clear(at, at + first);
            mover.pick(channel + y * g.w() + first * stride - left, stride, at + first, end - first);
            mover.clear(at + end, at + planePitch);
        }
    }

    private void shift(int u, int v, int count, Mover mover) {
        int y = u * g.dilation().h();
        int x = v * g.dilation().w();
        int phase = y % g.stride().h() * g.stride().w() + x % g.stride().w();
        int from = phase * phaseLength(count)
                + y / g.stride().h() * planePitch
                + x / g.stride().w();
        int tap = u * g.kernel().w() + v;
        if (pitch == planePitch) {
            mover.shift(from, tap, 0, length(count));
            return;
        }
        for (int i = 0; i < count; i++) {
            mover.shift(from + i * planePitch, tap, i * pitch, g.outW());
        }
    }
}
