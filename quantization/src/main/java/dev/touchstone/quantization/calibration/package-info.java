/**
 * What is gathered of a tensor while calibration data pass, and the algorithms that make a threshold of it, one file
 * each. Knows no program and no backend.
 */
package dev.touchstone.quantization.calibration;
