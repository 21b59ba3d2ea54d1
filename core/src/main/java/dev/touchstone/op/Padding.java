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
        /** From the four numbers. */
        EXPLICIT,
        /** From sizes: {@code ceil(size / stride)} outputs. */
        SAME,
        /** There are none. */
        VALID
    }

    /** No rows and columns, as explicit numbers. */
    public static final Padding NONE = explicit(0, 0, 0, 0);

    /** As many as give {@code ceil(size / stride)} outputs. */
    public static final Padding SAME = new Padding(Mode.SAME, 0, 0, 0, 0);

    /** None, by name. */
    public static final Padding VALID = new Padding(Mode.VALID, 0, 0, 0, 0);

    public Padding {
        Attributes.require(
                top >= 0 && bottom >= 0 && left >= 0 && right >= 0,
                "padding is [%s, %s, %s, %s]; expected 0 or more each",
                top,
                bottom,
                left,
                right);
        Attributes.require(
                mode == Mode.EXPLICIT || (top | bottom | left | right) == 0,
                "padding is %s [%s, %s, %s, %s]; expected no numbers with %s",
                mode,
                top,
                bottom,
                left,
                right,
                mode);
    }

    /** The four numbers, 0 or more each. */
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

    /** Less than the kernel: the last window starts inside the image. */
    private static int same(int size, int kernel, int stride) {
        long outputs = ((long) size + stride - 1) / stride;
        return (int) Math.max((outputs - 1) * stride + kernel - size, 0);
    }

    /** {@code SAME}, {@code VALID}, one number if all are equal, else {@code [top, bottom, left, right]}. */
    @Override
    public String toString() {
        if (mode != Mode.EXPLICIT) {
            return mode.toString();
        }
        boolean uniform = top == bottom && bottom == left && left == right;
        return uniform ? Integer.toString(top) : "[" + top + ", " + bottom + ", " + left + ", " + right + "]";
    }
}
