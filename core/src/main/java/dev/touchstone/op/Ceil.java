package dev.touchstone.op;

/** The smallest integer not below x. */
public record Ceil() implements Unary {}
