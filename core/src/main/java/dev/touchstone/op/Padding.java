package dev.touchstone.op;

/**
 * Rows and columns around an image.
 *
 * @param mode EXPLICIT uses the four numbers; SAME computes them from input, kernel and stride, an odd row or column
 *     going to the end; VALID means none. For SAME and VALID the numbers are 0
 */
public record Padding(Mode mode, int top, int bottom, int left, int right) {
    /** Where the numbers come from. */
    public enum Mode {
        EXPLICIT,
        SAME,
        VALID
    }

    public static final Padding NONE = explicit(0, 0, 0, 0);
    public static final Padding SAME = new Padding(Mode.SAME, 0, 0, 0, 0);
    public static final Padding VALID = new Padding(Mode.VALID, 0, 0, 0, 0);

    public Padding {
        Attributes.require(
                top >= 0 && bottom >= 0 && left >= 0 && right >= 0,
                "padding [" + top + ", " + bottom + ", " + left + ", " + right + "] is negative");
        Attributes.require(
                mode == Mode.EXPLICIT || (top | bottom | left | right) == 0, mode + " padding has no numbers");
    }

    public static Padding explicit(int top, int bottom, int left, int right) {
        return new Padding(Mode.EXPLICIT, top, bottom, left, right);
    }

    /** The numbers that apply to an image of {@code h x w}: always explicit. */
    public Padding resolve(int h, int w, Hw kernel, Hw stride) {
        return switch (mode) {
            case EXPLICIT -> this;
            case VALID -> NONE;
            case SAME -> {
                int rows = same(h, kernel.h(), stride.h());
                int columns = same(w, kernel.w(), stride.w());
                yield explicit(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
            }
        };
    }

    private static int same(int size, int kernel, int stride) {
        long total = ((size + (long) stride - 1) / stride - 1) * stride + kernel - size;
        return Math.toIntExact(Math.max(total, 0));
    }
}
