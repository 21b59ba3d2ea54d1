package dev.touchstone.op;

/** {@code a * b}. */
public record Mul(int axis) implements Binary {}
