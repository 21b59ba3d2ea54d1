package dev.touchstone.quantization.report;

import java.util.List;

/**
 * One activation.
 *
 * @param name the program's variable
 * @param least smallest value that calibration saw
 * @param greatest largest value
 * @param threshold magnitude that maps to 127; 0 if the tensor got none
 * @param clipped part of all values beyond the threshold, 0..1, to the width of a bin
 * @param lowest left edge of the histogram
 * @param highest right edge of the histogram
 * @param counts of magnitudes
 * @param own what quantizing this tensor alone does
 * @param accumulated the difference between this tensor in the quantized and in the float model
 */
public record TensorReport(
        String name,
        float least,
        float greatest,
        float threshold,
        double clipped,
        double lowest,
        double highest,
        List<Long> counts,
        Noise own,
        Noise accumulated) {
    /** Copies the list. */
    public TensorReport {
        counts = List.copyOf(counts);
    }
}
