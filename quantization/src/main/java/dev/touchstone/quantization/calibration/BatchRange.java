package dev.touchstone.quantization.calibration;

/**
 * What the first pass keeps of a tensor in one batch.
 *
 * @param least smallest value
 * @param greatest largest value
 * @param smallestMagnitude smallest {@code |x|}
 * @param largestMagnitude largest {@code |x|}
 * @param meanOfSampleMagnitudes mean over the samples of each one's largest {@code |x|}
 */
public record BatchRange(
        float least, float greatest, float smallestMagnitude, float largestMagnitude, double meanOfSampleMagnitudes) {
    /**
     * Looks at a batch.
     *
     * @param values at least one, of all samples one after the other
     * @param samples how many there are; divides the number of values
     */
    public static BatchRange of(float[] values, int samples) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        float smallest = Float.POSITIVE_INFINITY;
        float largest = 0;
        double sum = 0;
        int size = values.length / samples;
        for (int s = 0; s < samples; s++) {
            float largestOfSample = 0;
            for (int i = s * size; i < (s + 1) * size; i++) {
                float x = values[i];
                float magnitude = Math.abs(x);
                least = Math.min(least, x);
                greatest = Math.max(greatest, x);
                smallest = Math.min(smallest, magnitude);
                largestOfSample = Math.max(largestOfSample, magnitude);
            }
            largest = Math.max(largest, largestOfSample);
            sum += largestOfSample;
        }
        return new BatchRange(least, greatest, smallest, largest, sum / samples);
    }
}
