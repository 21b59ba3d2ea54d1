package dev.touchstone.quantization.program;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;

/**
 * Weights as integers: {@code q = rint(w / threshold * 127)} in float32, ties to even, where the threshold is
 * {@code max |w|} of the whole tensor or of each channel. A channel of zeros gets the threshold 1e-8, for which any
 * integer would be 0.
 *
 * @param values the integers, as float32: the form that Paddle's programs hold
 * @param thresholds one, or one for each channel
 * @param axis of the channels; -1 for one threshold
 */
public record WeightQuantization(Tensor values, float[] thresholds, int axis) {
    private static final float LEVELS = 127;
    private static final float SMALLEST_THRESHOLD = 1e-8f;

    /**
     * Quantizes.
     *
     * @param weights float32; only read
     * @param axis of the channels; -1 for one threshold
     */
    public static WeightQuantization of(Tensor weights, int axis) {
        float[] values = weights.toFloats();
        var channels = new Channels(weights.shape(), axis);
        float[] thresholds = new float[channels.count()];
        for (int i = 0; i < values.length; i++) {
            int c = channels.of(i);
            thresholds[c] = Math.max(thresholds[c], Math.abs(values[i]));
        }
        for (int c = 0; c < thresholds.length; c++) {
            thresholds[c] = Math.max(thresholds[c], SMALLEST_THRESHOLD);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.rint(values[i] / thresholds[channels.of(i)] * LEVELS);
        }
        return new WeightQuantization(Tensor.of(weights.type(), values), thresholds, axis);
    }

    /** What the integers stand for, in float32. */
    public float[] restored() {
        float[] restored = values.toFloats();
        var channels = new Channels(values.shape(), axis);
        for (int i = 0; i < restored.length; i++) {
            restored[i] = restored[i] * thresholds[channels.of(i)] / LEVELS;
        }
        return restored;
    }

    /** The largest threshold. */
    public float largestThreshold() {
        float largest = 0;
        for (float t : thresholds) {
            largest = Math.max(largest, t);
        }
        return largest;
    }

    /** The thresholds as a parameter. */
    Tensor thresholdTensor() {
        return Tensor.of(TensorType.float32(Shape.of(thresholds.length)), thresholds.clone());
    }
}
