package dev.touchstone.arm.machine;

/** A general register, by the part it plays in a kernel. All are 64 bits wide; a kernel may overwrite each of them. */
public enum Reg {
    /** First byte of the input that the call is about. */
    IN,
    /** First byte of the output. */
    OUT,
    /** Weights and other constants of the layer. */
    WEIGHTS,
    /** First byte of a second input. */
    EXTRA,
    /** How many rows (or whatever the kernel counts) to compute. */
    COUNT,
    /** Constants that kernels share. */
    CONST,
    T0,
    T1,
    T2,
    T3,
    T4,
    T5,
    T6,
    T7,
    T8,
    /** Memory of the kernel's own, within {@link Machine#scratch}; for addresses only. */
    SCRATCH
}
