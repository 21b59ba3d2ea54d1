package dev.touchstone.arm.machine;

/**
 * Sums of four products of int8 into int32. Dword {@code e} of the weights holds the four weights of one output for
 * four neighbouring inputs.
 */
public interface DotProduct {
    /** Vectors that the weights of one vector of outputs take in memory. */
    int weightVectors();

    /** Registers that {@link #add} overwrites, from {@code Machine.vectors()} down; kernels keep off them. */
    int temporaries();

    /** Whether {@link #add(int, int, int)} exists, so that weights may stay in registers. */
    boolean takesRegisters();

    /** Sets up constants in the temporaries. */
    void begin();

    /** {@code accumulator += activations . weights} with weights in memory. */
    void add(int accumulator, int activations, At weights);

    /** {@code accumulator += activations . weights} with weights in a register. */
    void add(int accumulator, int activations, int weights);
}
