package dev.touchstone.op;

/** {@code a^b}. */
public record Pow(int axis) implements Binary {}
