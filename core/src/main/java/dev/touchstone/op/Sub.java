package dev.touchstone.op;

/** {@code a - b}. */
public record Sub(int axis) implements Binary {}
