package dev.touchstone.quantization.calibration;

/**
 * The threshold whose quantized distribution loses the least information: among the candidates i, numbers of histogram
 * bins that are kept, the one with the smallest Kullback-Leibler divergence of the clipped histogram P from its
 * quantized form E; {@code t = (i + 0.5) * width}.
 *
 * <p>K1 P is the first i counts, the last of them increased by all that is cut off; an i whose last own count is 0 is no
 * candidate.
 * <br>K2 The first i counts, without what is cut off, are summed in groups of {@code floor(i / levels)} bins, the last
 * group with the rest. E spreads each sum evenly over those bins of its group in which P is not 0.
 * <br>K3 {@code KL = (sum of P ln(Q P) - sum of P ln(T E)) / T}, with T the sum of all counts, Q the sum of E, two sums
 * in index order in double, over the bins where P is not 0.
 * <br>K4 The first of equal ones wins. Where nothing was a candidate, i is the last bin up to the first candidate whose
 * count is not 0.
 *
 * <p>The smallest magnitude of the histogram is not added to the threshold, as PaddleSlim does not.
 *
 * @param levels into which the candidates are quantized
 * @param firstCandidate the smallest number of bins that may be kept
 */
public record KullbackLeibler(int levels, int firstCandidate) implements ThresholdAlgorithm {
    /** 127 levels, candidates from half of the bins: PaddleSlim since the middle of 2021. */
    public static final KullbackLeibler CURRENT = new KullbackLeibler(127, 1023);

    /** 255 levels, candidates from 0.7 of the bins: PaddleSlim 2.0 and before, which made the published models. */
    public static final KullbackLeibler SLIM_2_0 = new KullbackLeibler(255, 1432);

    @Override
    public String name() {
        return "KL";
    }

    @Override
    public double threshold(TensorStatistics statistics) {
        var histogram = statistics.histogram();
        return (best(histogram.counts()).bins() + 0.5) * histogram.width();
    }

    /**
     * A candidate.
     *
     * @param divergence infinite where there was no candidate
     */
    record Candidate(int bins, double divergence) {}

    /** The best number of bins to keep. */
    Candidate best(long[] counts) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        var best = new Candidate(0, Double.POSITIVE_INFINITY);
        for (int i = firstCandidate; i < counts.length; i++) {
            if (counts[i - 1] != 0) {
                double divergence = divergence(counts, i, total);
                if (best.bins() == 0 || divergence < best.divergence()) {
                    best = new Candidate(i, divergence);
                }
            }
        }
        return best.bins() == 0 ? new Candidate(lastCounted(counts), Double.POSITIVE_INFINITY) : best;
    }

    private int lastCounted(long[] counts) {
        int i = Math.min(firstCandidate, counts.length - 1);
        while (i > 0 && counts[i] == 0) {
            i--;
        }
        return i;
    }

    /** Rules K1 to K3; {@code counts[bins - 1]} is not 0. */
    private double divergence(long[] counts, int bins, long total) {
        long cut = 0;
        for (int j = bins; j < counts.length; j++) {
            cut += counts[j];
        }
        double[] expanded = expanded(counts, bins);
        double expandedSum = 0;
        for (double e : expanded) {
            expandedSum += e;
        }
        double own = 0;
        double cross = 0;
        for (int j = 0; j < bins; j++) {
            double p = counts[j] + (j == bins - 1 ? cut : 0);
            if (p != 0) {
                own += p * StrictMath.log(expandedSum * p);
                cross += p * StrictMath.log(total * expanded[j]);
            }
        }
        return (own - cross) / total;
    }

    private double[] expanded(long[] counts, int bins) {
        double[] expanded = new double[bins];
        int size = bins / levels;
        for (int group = 0; group < levels; group++) {
            int from = group * size;
            int to = group == levels - 1 ? bins : from + size;
            long sum = 0;
            int used = 0;
            for (int j = from; j < to; j++) {
                sum += counts[j];
                used += counts[j] == 0 ? 0 : 1;
            }
            for (int j = from; j < to; j++) {
                expanded[j] = counts[j] == 0 ? 0 : (double) sum / used;
            }
        }
        return expanded;
    }
}
