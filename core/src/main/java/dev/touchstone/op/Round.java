package dev.touchstone.op;

/** The nearest integer, ties away from zero. */
public record Round() implements Unary {}
