package dev.touchstone.quantization.report;

import java.util.List;

/**
 * One convolution or product.
 *
 * @param type of the operator
 * @param name of its result
 * @param weight parameter name
 * @param shape of the weights
 * @param thresholds of the weights: one, or one for each channel
 * @param weights what quantizing the weights does to them
 * @param input what quantizing the input does to it
 * @param output what both do to the result when the layer is fed with the float model's tensor: the layer's own error
 * @param accumulated the difference between the result in the quantized and in the float model
 */
public record LayerReport(
        String type,
        String name,
        String weight,
        List<Integer> shape,
        List<Float> thresholds,
        Noise weights,
        Noise input,
        Noise output,
        Noise accumulated) {
    /** Copies the lists. */
    public LayerReport {
        shape = List.copyOf(shape);
        thresholds = List.copyOf(thresholds);
    }

    /** The largest threshold of the weights. */
    public float largestThreshold() {
        float largest = 0;
        for (float t : thresholds) {
            largest = Math.max(largest, t);
        }
        return largest;
    }
}
