package dev.touchstone.arm.machine;

/**
 * Where the four factors of each output stand in a vector of weights, and of interleaved or broadcast activations: as an
 * instruction set's products want them.
 */
public enum FactorOrder {
    /** Those of output {@code e} are dword {@code e}. */
    DWORDS,
    /** The first two of each of four outputs, then the other two, in 128 bits. */
    HALVES;

    /** The byte of a vector that holds factor {@code k} of output {@code e}. */
    public int place(int e, int k) {
        return this == DWORDS ? 4 * e + k : 8 * (k >> 1) + 2 * e + (k & 1);
    }
}
