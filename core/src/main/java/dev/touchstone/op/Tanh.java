package dev.touchstone.op;

/** The hyperbolic tangent. */
public record Tanh() implements Unary {}
