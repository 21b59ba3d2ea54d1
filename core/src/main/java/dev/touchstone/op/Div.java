package dev.touchstone.op;

/** {@code a / b}; integers truncate toward zero. */
public record Div(int axis) implements Binary {}
