package dev.touchstone.quantization.report;

/**
 * Sums over the elements of tensors.
 *
 * @param signal sum of the squared true values
 * @param error sum of the squared differences
 */
public record Noise(double signal, double error) {
    /** Of nothing. */
    public static final Noise NONE = new Noise(0, 0);

    /**
     * Compares two tensors.
     *
     * @throws IllegalArgumentException if they differ in size
     */
    public static Noise between(float[] truth, float[] other) {
        if (truth.length != other.length) {
            throw new IllegalArgumentException(truth.length + " values against " + other.length);
        }
        double signal = 0;
        double error = 0;
        for (int i = 0; i < truth.length; i++) {
            double difference = (double) truth[i] - other[i];
            signal += (double) truth[i] * truth[i];
            error += difference * difference;
        }
        return new Noise(signal, error);
    }

    /** What quantizing to a threshold does: {@code rint(clip(x, -t, t) * 127 / t) * t / 127}. */
    public static Noise ofQuantizing(float[] values, float threshold) {
        double signal = 0;
        double error = 0;
        for (float x : values) {
            double clipped = Math.clamp((double) x, -threshold, threshold);
            double difference = x - Math.rint(clipped * 127 / threshold) * threshold / 127;
            signal += (double) x * x;
            error += difference * difference;
        }
        return new Noise(signal, error);
    }

    /** Both together. */
    public Noise plus(Noise other) {
        return new Noise(signal + other.signal, error + other.error);
    }

    /** Signal-to-noise ratio in decibels: infinite without error, not a number without signal and error. */
    public double decibels() {
        return 10 * Math.log10(signal / error);
    }
}
