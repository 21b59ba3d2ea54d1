package dev.touchstone.quantization;

import dev.touchstone.TouchstoneException;
import dev.touchstone.model.Endpoint;
import dev.touchstone.quantization.calibration.BatchRange;
import dev.touchstone.quantization.calibration.Histogram;
import dev.touchstone.quantization.calibration.TensorStatistics;
import dev.touchstone.quantization.calibration.ThresholdAlgorithm;
import dev.touchstone.runtime.RunOptions;
import dev.touchstone.runtime.Session;
import dev.touchstone.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Runs the float model over the calibration data twice: first for the range of each tensor, then for what lies within it.
 * What batches leave is put together in their order, so that the number of threads changes nothing.
 */
final class Calibration {
    private final Session session;
    private final CalibrationData data;
    private final int threads;
    private final Consumer<String> log;

    Calibration(Session session, CalibrationData data, int threads, Consumer<String> log) {
        this.session = session;
        this.data = data;
        this.threads = threads;
        this.log = log;
    }

    /**
     * What was gathered.
     *
     * @param tensors by name, in the order asked for
     * @param means of each channel, by name of the activation
     */
    record Gathered(Map<String, TensorStatistics> tensors, Map<String, double[]> means) {}

    /** What one batch leaves in the second pass. */
    private record Sampled(Map<String, double[]> algorithm, Map<String, double[]> channelSums, int samples) {}

    /**
     * Gathers.
     *
     * @param tensors whose statistics are wanted
     * @param channelled tensors whose mean is wanted for each channel
     */
    Gathered run(List<String> tensors, Set<String> channelled, ThresholdAlgorithm algorithm) {
        var wanted = new HashSet<>(tensors);
        log.accept("Preparation stage ...");
        var ranges = pass("preparation", batch -> {
            var seen = new HashMap<String, BatchRange>();
            int samples = each(batch, wanted, (name, tensor) -> seen.put(name, range(name, tensor)));
            return Map.entry(samples, seen);
        });
        var histograms = new HashMap<String, Histogram>();
        for (var name : tensors) {
            var found = ranges.stream().map(r -> r.getValue().get(name)).toList();
            if (found.contains(null)) {
                throw new IllegalStateException("tensor " + name + " was not computed in every batch");
            }
            histograms.put(
                    name,
                    new Histogram(
                            found.stream()
                                    .mapToDouble(BatchRange::smallestMagnitude)
                                    .min()
                                    .orElse(0),
                            found.stream()
                                    .mapToDouble(BatchRange::largestMagnitude)
                                    .max()
                                    .orElse(0)));
        }
        log.accept("Sampling stage ...");
        var samples = pass("sampling", batch -> {
            var taken = new HashMap<String, double[]>();
            var sums = new HashMap<String, double[]>();
            int count = each(batch, wanted, (name, tensor) -> {
                float[] values = floats(tensor);
                of(histograms, name).add(values);
                taken.put(name, algorithm.sample(values, of(ranges.get(batch).getValue(), name)));
                if (channelled.contains(name)) {
                    sums.put(name, ChannelSums.of(values, tensor.shape()));
                }
            });
            return new Sampled(taken, sums, count);
        });
        var statistics = new LinkedHashMap<String, TensorStatistics>();
        for (var name : tensors) {
            statistics.put(
                    name,
                    new TensorStatistics(
                            ranges.stream().map(r -> of(r.getValue(), name)).toList(),
                            of(histograms, name),
                            samples.stream().map(s -> of(s.algorithm(), name)).toList()));
        }
        return new Gathered(statistics, means(channelled, samples));
    }

    /** What an earlier pass has found. */
    private static <T> T of(Map<String, T> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    private static Map<String, double[]> means(Set<String> names, List<Sampled> batches) {
        var means = new HashMap<String, double[]>();
        for (var name : names) {
            double[] sum = new double[0];
            int samples = 0;
            for (var batch : batches) {
                var more = batch.channelSums().getOrDefault(name, new double[0]);
                sum = sum.length == 0 ? new double[more.length] : sum;
                for (int c = 0; c < sum.length; c++) {
                    sum[c] += more[c];
                }
                samples += batch.samples();
            }
            for (int c = 0; c < sum.length; c++) {
                sum[c] /= samples;
            }
            means.put(name, sum);
        }
        return means;
    }

    private <T> List<T> pass(String name, IntFunction<T> work) {
        var results = Batches.run(data.batches(), threads, work, i -> {
            if (i % 5 == 0) {
                log.accept("Run batch: " + i);
            }
        });
        log.accept("Finish " + name + " stage, all batch:" + (name.equals("sampling") ? " " : "") + data.batches());
        return results;
    }

    private interface Visitor {
        void visit(String name, Tensor tensor);
    }

    /** Runs one batch, shows each wanted tensor, and says how many samples the batch had. */
    private int each(int batch, Set<String> wanted, Visitor visitor) {
        var inputs = data.batch(batch);
        var names = session.model().inputs().stream().map(Endpoint::name).toList();
        for (int i = 0; i < names.size(); i++) {
            if (wanted.contains(names.get(i))) {
                visitor.visit(names.get(i), inputs.get(i));
            }
        }
        session.run(inputs, RunOptions.defaults().withObserver((node, value, tensor) -> {
            if (wanted.contains(value.name())) {
                visitor.visit(value.name(), tensor);
            }
        }));
        return inputs.getFirst().shape().extent(0);
    }

    private static BatchRange range(String name, Tensor tensor) {
        float[] values = floats(tensor);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new TouchstoneException("calibration: tensor " + name + " holds " + value
                        + "; expected finite numbers (look at the model and at the calibration data)");
            }
        }
        return BatchRange.of(values, tensor.shape().extent(0));
    }

    private static float[] floats(Tensor tensor) {
        return tensor.isWholeArray() ? tensor.floats() : tensor.toFloats();
    }
}
