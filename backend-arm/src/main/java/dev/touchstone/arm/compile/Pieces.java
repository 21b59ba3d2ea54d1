package dev.touchstone.arm.compile;

/** How work is cut so that several threads find enough of it. */
final class Pieces {
    /** What to do with a part. */
    @FunctionalInterface
    interface Part {
        void accept(int begin, int count);
    }

    private Pieces() {}

    /** Cuts a range into at most {@code parts} of nearly equal size. */
    static void split(int count, int parts, Part part) {
        int n = Math.min(count, parts);
        for (int i = 0; i < n; i++) {
            int begin = (int) ((long) count * i / n);
            int end = (int) ((long) count * (i + 1) / n);
            part.accept(begin, end - begin);
        }
    }
}
