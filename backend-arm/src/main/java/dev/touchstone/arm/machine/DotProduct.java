package dev.touchstone.arm.machine;

/** Sums of four products of int8 into int32, for as many outputs as a vector has dwords. */
public interface DotProduct {
    /** Vectors that the weights of one vector of outputs take in memory. */
    int weightVectors();

    /** Where the factors of an output stand. */
    FactorOrder order();

    /** Registers that {@link #add} overwrites, from {@code Machine.vectors()} down; kernels keep off them. */
    int temporaries();

    /** Whether {@link #add(int, int, int)} exists, so that weights may stay in registers. */
    boolean takesRegisters();

    /** Sets up constants in the temporaries. */
    void begin();

    /** Loads four neighbouring activations, or one float, for {@link #addBroadcast}. */
    void broadcast(int d, At place);

    /**
     * Interleaves bytes of four vectors, so that {@code d + j} holds the four bytes of each of its channels as factors of
     * one output, in channel order. {@code d .. d + 3}, {@code t .. t + 3} and the sources are different registers, or
     * {@code d .. d + 3} are the sources; sources and {@code t .. t + 3} are overwritten.
     */
    void interleave(int d, int[] s, int t);

    /** {@code accumulator += activations . weights}, each output with its own activations; weights in memory. */
    void add(int accumulator, int activations, At weights);

    /** {@code accumulator += activations . weights}, each output with its own activations; weights in a register. */
    void add(int accumulator, int activations, int weights);

    /** {@code accumulator += activations . weights}, the same activations for all outputs; weights in memory. */
    default void addBroadcast(int accumulator, int activations, At weights) {
        add(accumulator, activations, weights);
    }

    /** {@code accumulator += activations . weights}, the same activations for all outputs; weights in a register. */
    default void addBroadcast(int accumulator, int activations, int weights) {
        add(accumulator, activations, weights);
    }
}
