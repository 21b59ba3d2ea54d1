package dev.touchstone.arm.kernel;

import java.util.List;

/**
 * The taps as loops, from the outside in: planes, kernel rows, and what is in a row.
 *
 * @param planes of input channels
 * @param plane bytes from one to the next
 * @param rows kernel rows
 * @param row bytes from one to the next
 * @param whole in a row of all planes but the last
 * @param last in a row of the last plane, which may have fewer channels
 * @param loose where further dwords are, after all others; of a single plane
 */
public record Taps(int planes, int plane, int rows, int row, Run whole, Run last, List<Integer> loose) {
    public Taps {
        loose = List.copyOf(loose);
    }

    /** Dwords in all. */
    public int dwords() {
        return dword(planes - 1, 0) + rows * last.dwords() + loose.size();
    }

    /** How many dwords are before a row of a plane. */
    public int dword(int plane, int row) {
        return plane * rows * whole.dwords() + row * run(plane).dwords();
    }

    /** What is in a row of a plane. */
    public Run run(int plane) {
        return plane == planes - 1 ? last : whole;
    }

    /** Where a dword of a plane or a loose one is, counted in the order of the loops. */
    int offset(int plane, int dword) {
        var run = run(plane);
        if (dword >= rows * run.dwords()) {
            return loose.get(dword - rows * run.dwords());
        }
        return dword / run.dwords() * row + run.offset(dword % run.dwords());
    }

    /** Whether the last plane is like all others. */
    boolean areAlike() {
        return whole.equals(last);
    }

    /**
     * The taps of a kernel row.
     *
     * @param columns kernel columns, or 1 where they are neighbours and part of the run
     * @param column bytes from one to the next
     * @param steps neighbouring dwords
     */
    public record Run(int columns, int column, int steps) {
        int dwords() {
            return columns * steps;
        }

        int offset(int dword) {
            return dword / steps * column + 4 * (dword % steps);
        }
    }
}
