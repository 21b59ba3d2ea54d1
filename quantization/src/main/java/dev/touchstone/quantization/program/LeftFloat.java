package dev.touchstone.quantization.program;

/**
 * An operator that was not quantized.
 *
 * @param type of the operator
 * @param output its first result
 * @param reason why not
 */
public record LeftFloat(String type, String output, String reason) {}
