package dev.touchstone.reference;

/**
 * Sums of weighted int rows. Every array is read and written at {@code [i]} only, each loop is a method of its own, and
 * none has more than eight products: in this form, and hardly any other, C2 makes vector code of them.
 */
final class IntRows {
    private IntRows() {}

    /** {@code a[i] += sum of w[at + q] * rows[q][i]} over the first {@code taps} rows. */
    static void addProducts(int[] a, int[][] rows, int taps, int n, byte[] w, int at) {
        int q = 0;
        for (; q + 4 <= taps; q += 4) {
            add4(
                    a,
                    rows[q],
                    rows[q + 1],
                    rows[q + 2],
                    rows[q + 3],
                    n,
                    w[at + q],
                    w[at + q + 1],
                    w[at + q + 2],
                    w[at + q + 3]);
        }
        for (; q < taps; q++) {
            add1(a, rows[q], n, w[at + q]);
        }
    }

    /** The same for two sums at once, {@code a} with weights from {@code atA} and {@code b} with those from {@code atB}. */
    static void addProducts(int[] a, int[] b, int[][] rows, int taps, int n, byte[] w, int atA, int atB) {
        int q = 0;
        for (; q + 4 <= taps; q += 4) {
            int u = atA + q;
            int v = atB + q;
            add4(
                    a,
                    b,
                    rows[q],
                    rows[q + 1],
                    rows[q + 2],
                    rows[q + 3],
                    n,
                    w[u],
                    w[u + 1],
                    w[u + 2],
                    w[u + 3],
                    w[v],
                    w[v + 1],
                    w[v + 2],
                    w[v + 3]);
        }
        for (; q < taps; q++) {
            add1(a, rows[q], n, w[atA + q]);
            add1(b, rows[q], n, w[atB + q]);
        }
    }

    static void add1(int[] a, int[] r, int n, int w) {
        for (int i = 0; i < n; i++) {
            a[i] += w * r[i];
        }
    }

    static void add4(int[] a, int[] r0, int[] r1, int[] r2, int[] r3, int n, int w0, int w1, int w2, int w3) {
        for (int i = 0; i < n; i++) {
            a[i] += w0 * r0[i] + w1 * r1[i] + w2 * r2[i] + w3 * r3[i];
        }
    }

    static void add4(
            int[] a,
            int[] b,
            int[] r0,
            int[] r1,
            int[] r2,
            int[] r3,
            int n,
            int a0,
            int a1,
            int a2,
            int a3,
            int b0,
            int b1,
            int b2,
            int b3) {
        for (int i = 0; i < n; i++) {
            int x0 = r0[i];
            int x1 = r1[i];
            int x2 = r2[i];
            int x3 = r3[i];
            a[i] += a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3;
            b[i] += b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3;
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
