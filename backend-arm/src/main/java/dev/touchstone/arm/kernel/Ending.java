package dev.touchstone.arm.kernel;

/** What becomes of accumulators. */
public sealed interface Ending permits Rounding, RealEnding {
    /** Vectors of constants before the weights, for each vector of outputs. */
    int constants();

    /** Whether outputs stand in natural order, else in {@link dev.touchstone.arm.machine.ChannelOrder}. */
    boolean isNatural();
}
