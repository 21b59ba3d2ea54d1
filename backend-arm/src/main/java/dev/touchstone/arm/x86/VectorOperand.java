package dev.touchstone.arm.x86;

/** The last source of a vector instruction: a register or memory. */
public sealed interface VectorOperand permits Vec, Mem, Broadcast {}
