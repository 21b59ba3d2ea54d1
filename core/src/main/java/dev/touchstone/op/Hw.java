package dev.touchstone.op;

/** A number for each spatial axis: height, then width. */
public record Hw(int h, int w) {
    public static final Hw ONE = new Hw(1, 1);

    @Override
    public String toString() {
        return h + "x" + w;
    }
}
