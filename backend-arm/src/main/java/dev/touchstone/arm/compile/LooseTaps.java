package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.GatherKernel;
import dev.touchstone.op.ConvGeometry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last bytes of a kernel's rows, where pixels have three bytes and a row of taps is one byte more than whole dwords:
 * those of four rows are gathered into a dword, instead of a dword with one byte for each row. 7 x 7 taps are then 37
 * dwords and not 42, 3 x 3 taps 7 and not 9.
 *
 * <p>The gathered dwords lie behind the picture, in rows of the same length: that for output (y, x) in row {@code first +
 * y * stride}, at the byte where the output's taps begin in theirs. So both are reached with one address. The dword of
 * the next four kernel rows is the first one of a later output row.
 *
 * @param g the convolution
 * @param first row of the layout, counted from its top, where they begin
 */
record LooseTaps(ConvGeometry g, int first) {
    private static final int PIXEL = 3;

    /** Dwords of products that must be saved for each pixel: gathering takes as long as some of them. */
    private static final int WORTH = 64;

    /**
     * Of a picture's only convolution; null where nothing is gained.
     *
     * @param rows of the layout, up to the last that the convolution reads
     * @param rowBytes of the layout
     */
    static @Nullable LooseTaps of(ConvGeometry g, int rows, int rowBytes) {
        int stride = g.stride().w();
        boolean plain = g.c() == PIXEL
                && g.groups() == 1
                && g.dilation().h() * g.dilation().w() == 1
                && g.stride().h() == stride
                && (stride == 2 || stride == 4);
        var taps = new LooseTaps(g, rows);
        boolean gains = g.kernel().w() * PIXEL % 4 == 1 && (g.kernel().h() - taps.dwords()) * g.m() >= WORTH;
        boolean fits = (g.outW() - 1) * stride * PIXEL + 4 + GatherKernel.SURPLUS <= rowBytes;
        return plain && gains && fits ? taps : null;
    }

    /** Dwords of an output. */
    int dwords() {
        return (g.kernel().h() + 3) / 4;
    }

    /** Whole dwords of a kernel row, in bytes. */
    int rowBytes() {
        return g.kernel().w() * PIXEL - 1;
    }

    int stride() {
        return g.stride().w();
    }

    /** Rows of gathered dwords. */
    int rows() {
        return g.outH() + (dwords() - 1) * 4 / stride();
    }

    /** Rows of the layout that they take. */
    int layoutRows() {
        return (rows() - 1) * stride() + 1;
    }

    /** Dwords of a row. */
    int columns() {
        return g.outW();
    }

    /** How many rows a dword is gathered from. Behind the last kernel row any will do: the weight is 0. */
    int rowsOfDword() {
        return Math.min(4, g.kernel().h());
    }

    /** Where the dwords are, from an output's first tap. */
    List<Integer> offsets(Layout.Planes in) {
        var offsets = new ArrayList<Integer>();
        for (int i = 0; i < dwords(); i++) {
            offsets.add((first + 4 * i) * in.row());
        }
        return offsets;
    }
}
