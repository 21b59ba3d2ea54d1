package dev.touchstone.arm.aarch64;

/** How many elements of which size a vector instruction sees in a register. */
public enum Arrangement {
    B8(8, 1),
    B16(16, 1),
    H4(4, 2),
    H8(8, 2),
    S2(2, 4),
    S4(4, 4),
    D2(2, 8);

    private final int elements;
    private final int elementBytes;

    Arrangement(int elements, int elementBytes) {
        this.elements = elements;
        this.elementBytes = elementBytes;
    }

    int elementBytes() {
        return elementBytes;
    }

    /** The field {@code Q}: whether the whole register takes part. */
    int q() {
        return elements * elementBytes / 16;
    }

    /** The field {@code size}. */
    int size() {
        return Integer.numberOfTrailingZeros(elementBytes);
    }

    @Override
    public String toString() {
        return elements + String.valueOf("bhsd".charAt(size()));
    }
}
