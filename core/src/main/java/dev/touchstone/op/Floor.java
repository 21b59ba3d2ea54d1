package dev.touchstone.op;

/** The largest integer not above x. */
public record Floor() implements Unary {}
