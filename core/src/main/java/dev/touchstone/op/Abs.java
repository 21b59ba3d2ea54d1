package dev.touchstone.op;

/** {@code |x|}: clears the sign. */
public record Abs() implements Unary {}
