package dev.touchstone.reference;

/** Where the elements of a matrix stand in an array: (i, j) at {@code offset + i * rowStride + j * columnStride}. */
record MatrixView(int offset, int rowStride, int columnStride) {
    /** A dense matrix of this many columns, row after row. */
    static MatrixView dense(int offset, int columns) {
        return new MatrixView(offset, columns, 1);
    }

    /** The same elements with rows and columns exchanged. */
    MatrixView transposed() {
        return new MatrixView(offset, columnStride, rowStride);
    }

    int at(int row, int column) {
        return offset + row * rowStride + column * columnStride;
    }
}
