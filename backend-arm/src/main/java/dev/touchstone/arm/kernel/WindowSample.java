package dev.touchstone.arm.kernel;

import dev.touchstone.arm.kernel.SampledKernel.Content;
import dev.touchstone.arm.kernel.SampledKernel.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * The window of one pixel of a pool's output, from the records of {@link PoolKernel}.
 *
 * @param elements bytes from IN to each pixel of the window, in rows
 * @param factor where the window's multiplier or divisor is, from {@code CONST}
 */
record WindowSample(List<Integer> elements, int factor) {
    /** Pixels of a window that are filled; the others take part with what they hold. */
    private static final int FILLED = 64;

    WindowSample {
        elements = List.copyOf(elements);
    }

    /**
     * Reads the records.
     *
     * @param call whose WEIGHTS point at the record of its row
     * @param column where the column's record is, from {@code CONST}
     * @param pixel bytes from an input pixel to its right neighbour
     * @param row bytes from an input row to the next
     */
    static WindowSample of(Trial call, int column, int pixel, int row) {
        int first = call.weightInt(0) + call.constantInt(column);
        var elements = new ArrayList<Integer>();
        for (int y = 0; y < call.weightInt(4); y++) {
            for (int x = 0; x < call.constantInt(column + 4); x++) {
                elements.add(first + y * row + x * pixel);
            }
        }
        return new WindowSample(elements, call.weightInt(8) + call.constantInt(column + 8));
    }

    /**
     * What to fill: the first channel and another one of some pixels, in odd steps.
     *
     * @param bytes of an element
     * @param last bytes to the other channel
     */
    List<Place> places(Content content, int bytes, int last) {
        int step = Math.max(1, elements.size() / FILLED) | 1;
        var places = new ArrayList<Place>();
        for (int i = 0; i < elements.size(); i += step) {
            places.add(Place.in(elements.get(i), bytes, content));
            places.add(Place.in(elements.get(i) + last, bytes, content));
        }
        return places;
    }
}
