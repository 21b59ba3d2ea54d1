package dev.touchstone.reference;

import dev.touchstone.tensor.Tensor;

/**
 * The product of two int8 matrices in channel rows: a row of the result is the sum of the rows of b, weighted by the
 * elements of a row of a. Works on blocks of the result, for each of which eight rows of b at a time are widened. Belongs
 * to one run.
 */
final class MatrixInt8 {
    /** Most columns of a block. Its accumulators fit the second-level cache. */
    private static final int COLUMNS = 1024;

    private static final int ROWS = 64;

    private final int rows;
    private final int terms;
    private final int columns;
    private final Int8Product product;
    private final Int8Results results;
    private final int[][] sums;
    private final int[][] factors = new int[8][];
    private final byte[] weights = new byte[8];

    /** Results of {@code rows x columns}, each of {@code terms} products, that go to {@code y}. */
    MatrixInt8(int rows, int terms, int columns, Int8Product product, Tensor y, Scratch scratch) {
        this.rows = rows;
        this.terms = terms;
        this.columns = columns;
        this.product = product;
        int length = Math.min(columns, COLUMNS);
        int height = Math.min(rows, ROWS);
        this.sums = scratch.intRows(height + 8, length);
        System.arraycopy(sums, height, factors, 0, 8);
        this.results = Int8Results.of(product, y, length, scratch);
    }

    /** Computes {@code a * b}; the result, dense, begins at {@code at} in the output. */
    void multiply(byte[] a, MatrixView viewA, byte[] b, MatrixView viewB, int at) {
        for (int j = 0; j < columns; j += COLUMNS) {
            int n = Math.min(COLUMNS, columns - j);
            for (int i = 0; i < rows; i += ROWS) {
                block(a, viewA, b, viewB, i, Math.min(ROWS, rows - i), j, n, at);
            }
        }
    }

    private void block(
            byte[] a, MatrixView viewA, byte[] b, MatrixView viewB, int i0, int count, int j0, int n, int at) {
        for (int i = 0; i < count; i++) {
            product.copyBias(j0, sums[i], n);
        }
        for (int k = 0; k < terms; k += 8) {
            int height = Math.min(8, terms - k);
            for (int q = 0; q < height; q++) {
                IntRows.widen(b, viewB.at(k + q, j0), viewB.columnStride(), factors[q], 0, n);
            }
            add(a, viewA, i0, count, k, height, n);
        }
        for (int i = 0; i < count; i++) {
            results.convertChannels(sums[i], n, j0);
            results.store(0, at + (i0 + i) * columns + j0, n);
        }
    }

    /** Adds the products with the widened rows k and following. */
    private void add(byte[] a, MatrixView view, int i0, int count, int k, int height, int n) {
        for (int i = 0; i < count; i++) {
            for (int q = 0; q < height; q++) {
                weights[q] = a[view.at(i0 + i, k + q)];
            }
            if (height == 8) {
                IntRows.add8(sums[i], factors, 0, n, weights, 0);
            } else {
                for (int q = 0; q < height; q++) {
                    IntRows.add1(sums[i], factors[q], n, weights[q]);
                }
            }
        }
    }
}
