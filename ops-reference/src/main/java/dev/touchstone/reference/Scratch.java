package dev.touchstone.reference;

/**
 * Working memory of one run, handed from kernel to kernel; what it holds is garbage. It only grows, so that a graph
 * allocates nothing once it is warm. Not thread-safe: runs that overlap have one each.
 */
final class Scratch {
    private int[][] intRows = new int[0][];
    private float[][] floatRows = new float[0][];
    private byte[] bytes = new byte[0];
    private int[] ints = new int[0];
    private float[] floats = new float[0];

    /**
     * At least {@code count} arrays of at least that length each. Their size makes that arrays allocated one after
     * another begin at the same place in a cache line, so that loops over several of them can be aligned for all.
     */
    int[][] intRows(int count, int atLeast) {
        int length = aligned(atLeast);
        if (intRows.length < count) {
            intRows = java.util.Arrays.copyOf(intRows, count);
        }
        for (int i = 0; i < count; i++) {
            if (intRows[i] == null || intRows[i].length < length) {
                intRows[i] = new int[length];
            }
        }
        return intRows;
    }

    /** As {@link #intRows}. */
    float[][] floatRows(int count, int atLeast) {
        int length = aligned(atLeast);
        if (floatRows.length < count) {
            floatRows = java.util.Arrays.copyOf(floatRows, count);
        }
        for (int i = 0; i < count; i++) {
            if (floatRows[i] == null || floatRows[i].length < length) {
                floatRows[i] = new float[length];
            }
        }
        return floatRows;
    }

    /** The length from which on an array with its header of 16 bytes fills whole cache lines of 64. */
    private static int aligned(int length) {
        return (length + 4 + 15) / 16 * 16 - 4;
    }

    /** An array of at least this length, apart from the rows. */
    int[] ints(int length) {
        if (ints.length < length) {
            ints = new int[length];
        }
        return ints;
    }

    /** An array of at least this length, apart from the rows. */
    float[] floats(int length) {
        if (floats.length < length) {
            floats = new float[length];
        }
        return floats;
    }

    /** An array of at least this length. */
    byte[] bytes(int length) {
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        return bytes;
    }
}
