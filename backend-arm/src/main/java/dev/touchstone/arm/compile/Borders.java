package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.BorderKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors whose borders are filled again in each run, right before something else of them is written. It takes next to no
 * time, and their memory may be anybody's before and after: a network then needs as much as its two largest neighbours, and
 * what it writes is more often in a cache. A picture's pixels of bytes are left out: its border may be as large as itself,
 * for the taps that are gathered there ({@link LooseTaps}).
 */
final class Borders {
    private static final int PARTS = 16;

    private Borders() {}

    /** Whether a tensor's border is filled in each run. */
    static boolean areRefilled(Buffer buffer) {
        return buffer.content == null
                && buffer.layout instanceof Layout.Planes planes
                && (planes.element() == Float.BYTES || planes.block() > Layouts.PIXEL)
                && planes.hasBorder()
                && isFull(planes);
    }

    /** Whether there are no channels behind the last one, which keep what they held. */
    static boolean isFull(Layout.Planes planes) {
        return planes.c() % planes.block() == 0;
    }

    /** What fills the border of such a tensor. */
    static List<Call> filling(Buffer buffer) {
        var planes = (Layout.Planes) buffer.layout;
        int head = planes.offset(0, 0, 0, 0);
        int pixels = planes.w() * planes.pixel();
        int end = planes.offset(0, 0, planes.h() - 1, planes.w());
        var kernel =
                new BorderKernel(head, pixels, planes.row() - pixels, planes.h(), planes.plane() - end, buffer.zero);
        var calls = new ArrayList<Call>();
        Pieces.split(planes.n() * planes.planes(), PARTS, (first, count) -> {
            int at = first * planes.plane();
            calls.add(new Call(kernel, buffer, at, buffer, at, 0, null, 0, count));
        });
        return calls;
    }
}
