package dev.touchstone.reference;

import dev.touchstone.op.Activation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The product of two float32 matrices, in the form of {@link MatrixInt8}: every result sees its products in the order of
 * the terms (rule F2). Belongs to one run.
 */
final class MatrixFloat {
    private static final int COLUMNS = 1024;
    private static final int ROWS = 64;

    private final int rows;
    private final int terms;
    private final int columns;
    private final float alpha;
    private final float @Nullable [] bias;
    private final Activation activation;
    private final float[] y;
    private final float[][] sums;
    private final float[][] factors = new float[4][];

    /** Results of {@code rows x columns}, each of {@code terms} products, that go to {@code y}. */
    MatrixFloat(
            int rows,
            int terms,
            int columns,
            float alpha,
            float @Nullable [] bias,
            Activation activation,
            float[] y,
            Scratch scratch) {
        this.rows = rows;
        this.terms = terms;
        this.columns = columns;
        this.alpha = alpha;
        this.bias = bias;
        this.activation = activation;
        this.y = y;
        int height = Math.min(rows, ROWS);
        this.sums = scratch.floatRows(height + 4, Math.min(columns, COLUMNS));
        System.arraycopy(sums, height, factors, 0, 4);
    }

    /** Computes {@code a * b}; the result, dense, begins at {@code at} in the output. */
    void multiply(float[] a, MatrixView viewA, float[] b, MatrixView viewB, int at) {
        for (int j = 0; j < columns; j += COLUMNS) {
            int n = Math.min(COLUMNS, columns - j);
            for (int i = 0; i < rows; i += ROWS) {
                block(a, viewA, b, viewB, i, Math.min(ROWS, rows - i), j, n, at);
            }
        }
    }

    private void block(
            float[] a, MatrixView viewA, float[] b, MatrixView viewB, int i0, int count, int j0, int n, int at) {
        for (int i = 0; i < count; i++) {
            Arrays.fill(sums[i], 0, n, 0);
        }
        for (int k = 0; k < terms; k += 4) {
            int height = Math.min(4, terms - k);
            for (int q = 0; q < height; q++) {
                FloatRows.copy(b, viewB.at(k + q, j0), viewB.columnStride(), factors[q], 0, n);
            }
            add(a, viewA, i0, count, k, height, n);
        }
        for (int i = 0; i < count; i++) {
            finish(sums[i], n, j0);
            System.arraycopy(sums[i], 0, y, at + (i0 + i) * columns + j0, n);
        }
    }

    private void finish(float[] sum, int n, int j0) {
        if (alpha != 1) {
            FloatRows.multiply(sum, n, alpha);
        }
        if (bias != null) {
            FloatRows.add(sum, bias, j0, n);
        }
        FloatActivation.apply(activation, sum, n);
    }

    /** Adds the products with the copied rows k and following. */
    private void add(float[] a, MatrixView view, int i0, int count, int k, int height, int n) {
        int step = view.columnStride();
        int i = 0;
        if (height == 4) {
            for (; i + 2 <= count; i += 2) {
                int u = view.at(i0 + i, k);
                int v = view.at(i0 + i + 1, k);
                FloatRows.add4(
                        sums[i],
                        sums[i + 1],
                        factors[0],
                        factors[1],
                        factors[2],
                        factors[3],
                        n,
                        a[u],
                        a[u + step],
                        a[u + 2 * step],
                        a[u + 3 * step],
                        a[v],
                        a[v + step],
                        a[v + 2 * step],
                        a[v + 3 * step]);
            }
        }
        for (; i < count; i++) {
            int u = view.at(i0 + i, k);
            if (height == 4) {
                FloatRows.add4(
                        sums[i],
                        factors[0],
                        factors[1],
                        factors[2],
                        factors[3],
                        n,
                        a[u],
                        a[u + step],
                        a[u + 2 * step],
                        a[u + 3 * step]);
            } else {
                for (int q = 0; q < height; q++) {
                    FloatRows.add1(sums[i], factors[q], n, a[u + q * step]);
                }
            }
        }
    }
}
