package dev.touchstone.op;

/** {@code a > b ? a : b}. */
public record Max(int axis) implements Binary {}
