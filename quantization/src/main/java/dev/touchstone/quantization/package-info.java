/**
 * Post-training quantization: from a float program and some typical inputs to a quantized program, its thresholds and an
 * account of what it cost. {@link dev.touchstone.quantization.PostTrainingQuantization} is where to begin.
 */
package dev.touchstone.quantization;
