package dev.touchstone.arm.kernel;

/** A call of a kernel with COUNT 1, and its memory: offsets count from what the call's registers hold. */
public interface Trial {
    /** A byte at IN, as it is stored. */
    byte in(int offset);

    /** A float at IN. */
    float inFloat(int offset);

    /** A byte at EXTRA, as it is stored. */
    byte extra(int offset);

    /** A float at EXTRA. */
    float extraFloat(int offset);

    /** A byte at WEIGHTS. */
    byte weight(int offset);

    /** A dword at WEIGHTS. */
    int weightInt(int offset);

    /** A float at WEIGHTS. */
    float weightFloat(int offset);

    /** A double at WEIGHTS. */
    double weightDouble(int offset);

    /** A dword at CONST. */
    int constantInt(int offset);

    /** A float at CONST. */
    float constantFloat(int offset);

    /** Requires that a byte at OUT is the low byte of a number. */
    void requireByte(int offset, int expected);

    /** Requires that a float at OUT is a number; zeros and NaNs are alike. */
    void requireFloat(int offset, float expected);
}
