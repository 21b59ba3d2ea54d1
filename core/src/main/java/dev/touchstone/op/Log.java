package dev.touchstone.op;

/** The natural logarithm; -infinity at 0, NaN below. */
public record Log() implements Unary {}
