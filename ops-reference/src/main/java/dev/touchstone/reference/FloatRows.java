package dev.touchstone.reference;

/**
 * Sums of weighted float rows, in the form of {@link IntRows}. Each element sees its products one after another, in the
 * order of the rows, with a rounding after each product and each sum.
 */
final class FloatRows {
    private FloatRows() {}

    /**
     * Adds to each sum the products of its weights with the first {@code taps} rows, one after another. Four rows at a time
     * go to all sums, so that rows are read, and sums written, seldom enough.
     *
     * @param sums how many; they are the rows behind the taps'
     * @param at where the weights of the first sum begin; those of the others follow
     */
    static void addProducts(float[][] rows, int taps, int sums, int n, float[] w, int at) {
        int q = 0;
        for (; q + 4 <= taps; q += 4) {
            int i = 0;
            for (; i + 2 <= sums; i += 2) {
                int u = at + i * taps + q;
                int v = u + taps;
                add4(
                        rows[taps + i],
                        rows[taps + i + 1],
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
            if (i < sums) {
                int u = at + i * taps + q;
                add4(
                        rows[taps + i],
                        rows[q],
                        rows[q + 1],
                        rows[q + 2],
                        rows[q + 3],
                        n,
                        w[u],
                        w[u + 1],
                        w[u + 2],
                        w[u + 3]);
            }
        }
        for (; q < taps; q++) {
            for (int i = 0; i < sums; i++) {
                add1(rows[taps + i], rows[q], n, w[at + i * taps + q]);
            }
        }
    }

    static void add1(float[] a, float[] r, int n, float w) {
        for (int i = 0; i < n; i++) {
            a[i] = a[i] + w * r[i];
        }
    }

    static void add4(
            float[] a, float[] r0, float[] r1, float[] r2, float[] r3, int n, float w0, float w1, float w2, float w3) {
        for (int i = 0; i < n; i++) {
            a[i] = a[i] + w0 * r0[i] + w1 * r1[i] + w2 * r2[i] + w3 * r3[i];
        }
    }

    static void add4(
            float[] a,
            float[] b,
            float[] r0,
            float[] r1,
            float[] r2,
            float[] r3,
            int n,
            float a0,
            float a1,
            float a2,
            float a3,
            float b0,
            float b1,
            float b2,
            float b3) {
        for (int i = 0; i < n; i++) {
            float x0 = r0[i];
            float x1 = r1[i];
            float x2 = r2[i];
            float x3 = r3[i];
            a[i] = a[i] + a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3;
            b[i] = b[i] + b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3;
        }
    }

    static void fill(float[] a, int n, float value) {
        for (int i = 0; i < n; i++) {
            a[i] = value;
        }
    }

    static void addConstant(float[] a, int n, float value) {
        for (int i = 0; i < n; i++) {
            a[i] = a[i] + value;
        }
    }

    static void multiply(float[] a, int n, float factor) {
        for (int i = 0; i < n; i++) {
            a[i] = a[i] * factor;
        }
    }

    /** {@code a[i] = a[i] + b[from + i]}. */
    static void add(float[] a, float[] b, int from, int n) {
        for (int i = 0; i < n; i++) {
            a[i] = a[i] + b[from + i];
        }
    }

    /** Copies {@code x[from + i * stride]} to {@code a[at + i]}. */
    static void copy(float[] x, int from, int stride, float[] a, int at, int n) {
        if (stride == 1) {
            System.arraycopy(x, from, a, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            a[at + i] = x[from + i * stride];
        }
    }
}
