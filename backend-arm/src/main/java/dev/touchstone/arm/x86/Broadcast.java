package dev.touchstone.arm.x86;

/** One dword in memory that stands for all elements; EVEX only. */
public record Broadcast(Mem mem) implements VectorOperand {}
