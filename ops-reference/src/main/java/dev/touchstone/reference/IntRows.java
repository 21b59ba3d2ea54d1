package dev.touchstone.reference;

/**
 * Sums of weighted int rows. Every array is read and written at {@code [i]} only, each loop is a method of its own, and
 * none has more than eight products for one sum: in this form, and hardly any other, C2 makes code of full-width vectors
 * of them.
 */
final class IntRows {
    private IntRows() {}

    /**
     * Adds to each sum the products of its weights with the first {@code taps} rows. Eight rows at a time go to all sums,
     * so that rows are fetched from far and sums written seldom enough.
     *
     * @param sums how many; they are the rows behind the taps'
     * @param at where the weights of the first sum begin; those of the others follow
     */
    static void addProducts(int[][] rows, int taps, int sums, int n, byte[] w, int at) {
        int q = 0;
        for (; q + 8 <= taps; q += 8) {
            for (int i = 0; i < sums; i++) {
                add8(rows[taps + i], rows, q, n, w, at + i * taps + q);
            }
        }
        for (; q + 3 <= taps; q += 3) {
            for (int i = 0; i < sums; i++) {
                int u = at + i * taps + q;
                add3(rows[taps + i], rows[q], rows[q + 1], rows[q + 2], n, w[u], w[u + 1], w[u + 2]);
            }
        }
        for (; q < taps; q++) {
            for (int i = 0; i < sums; i++) {
                add1(rows[taps + i], rows[q], n, w[at + i * taps + q]);
            }
        }
    }

    static void add1(int[] a, int[] r, int n, int w) {
        for (int i = 0; i < n; i++) {
            a[i] += w * r[i];
        }
    }

    static void add3(int[] a, int[] r0, int[] r1, int[] r2, int n, int w0, int w1, int w2) {
        for (int i = 0; i < n; i++) {
            a[i] += w0 * r0[i] + w1 * r1[i] + w2 * r2[i];
        }
    }

    /** Adds the products of eight rows, from q on, with as many weights, from u on. */
    static void add8(int[] a, int[][] rows, int q, int n, byte[] w, int u) {
        add8(
                a,
                rows[q],
                rows[q + 1],
                rows[q + 2],
                rows[q + 3],
                rows[q + 4],
                rows[q + 5],
                rows[q + 6],
                rows[q + 7],
                n,
                w[u],
                w[u + 1],
                w[u + 2],
                w[u + 3],
                w[u + 4],
                w[u + 5],
                w[u + 6],
                w[u + 7]);
    }

    private static void add8(
            int[] a,
            int[] r0,
            int[] r1,
            int[] r2,
            int[] r3,
            int[] r4,
            int[] r5,
            int[] r6,
            int[] r7,
            int n,
            int w0,
            int w1,
            int w2,
            int w3,
            int w4,
            int w5,
            int w6,
            int w7) {
        for (int i = 0; i < n; i++) {
            a[i] += w0 * r0[i]
                    + w1 * r1[i]
                    + w2 * r2[i]
                    + w3 * r3[i]
                    + w4 * r4[i]
                    + w5 * r5[i]
                    + w6 * r6[i]
                    + w7 * r7[i];
        }
    }

    static void fill(int[] a, int n, int value) {
        for (int i = 0; i < n; i++) {
            a[i] = value;
        }
    }

    /** {@code result[i] = (float) a[i] * factor}, each operation rounded once. */
    static void scale(int[] a, float[] result, int n, float factor) {
        for (int i = 0; i < n; i++) {
            result[i] = (float) a[i] * factor;
        }
    }

    /** Copies {@code x[from + i * stride]} to {@code a[at + i]}, sign-extended. */
    static void widen(byte[] x, int from, int stride, int[] a, int at, int n) {
        switch (stride) {
            case 1 -> {
                for (int i = 0; i < n; i++) {
                    a[at + i] = x[from + i];
                }
            }
            case 2 -> {
                // A literal 2 spares the multiplication that a variable stride costs for each element.
                for (int i = 0; i < n; i++) {
                    a[at + i] = x[from + 2 * i];
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    a[at + i] = x[from + i * stride];
                }
            }
        }
    }
}
