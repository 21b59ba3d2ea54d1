package dev.touchstone.op;

/** {@code a < b ? a : b}. */
public record Min(int axis) implements Binary {}
