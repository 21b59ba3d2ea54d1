/**
 * Rewriting of Paddle programs: folding, equalization, quantization of weights, and the operators that PaddleSlim's
 * post-training quantization leaves behind. Takes thresholds as given; where they come from is calibration's business.
 */
package dev.touchstone.quantization.program;
