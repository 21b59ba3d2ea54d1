package dev.touchstone.quantization.calibration;

/**
 * The threshold with the least squared error: in each batch the candidates {@code t = s * max |x|}, s = 0.30, 0.32, ... up
 * to 1, s being increased by 0.02 in double; {@code loss = mean((x - q)^2)} with
 * {@code q = round(clip(x, -t, t) / t * 127) / 127 * t}. Of all batches and candidates the smallest loss wins, of equal
 * ones the last.
 *
 * @param clipsNegative whether negative values are clipped to 0, as PaddleSlim does by mistake; only to repeat its
 *     results
 */
public record MeanSquaredError(boolean clipsNegative) implements ThresholdAlgorithm {
    private static final double LEVELS = 127;

    @Override
    public String name() {
        return "mse";
    }

    /** The batch's smallest loss and its threshold. */
    @Override
    public double[] sample(float[] values, BatchRange range) {
        double bestLoss = Double.POSITIVE_INFINITY;
        double best = range.largestMagnitude();
        for (double s = 0.3; s <= 1.0; s += 0.02) {
            double t = s * range.largestMagnitude();
            double loss = loss(values, t);
            if (loss <= bestLoss) {
                bestLoss = loss;
                best = t;
            }
        }
        return new double[] {bestLoss, best};
    }

    private double loss(float[] values, double threshold) {
        double step = threshold / LEVELS;
        double perStep = LEVELS / threshold;
        double lowest = clipsNegative ? 0 : -LEVELS;
        double sum = 0;
        for (float x : values) {
            double q = Math.rint(Math.clamp(x * perStep, lowest, LEVELS)) * step;
            sum += (x - q) * (x - q);
        }
        return sum / values.length;
    }

    @Override
    public double threshold(TensorStatistics statistics) {
        double[] best = {Double.POSITIVE_INFINITY, statistics.largestMagnitude()};
        for (var sample : statistics.samples()) {
            if (sample[0] <= best[0] && sample[1] > 0) {
                best = sample;
            }
        }
        return best[1];
    }
}
