package dev.touchstone.op;

/** {@code a + b}. */
public record Add(int axis) implements Binary {}
