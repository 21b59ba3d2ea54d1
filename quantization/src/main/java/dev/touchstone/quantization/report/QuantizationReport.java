package dev.touchstone.quantization.report;

import dev.touchstone.quantization.program.LeftFloat;
import java.util.Comparator;
import java.util.List;

/**
 * What a quantization did and what it cost.
 *
 * @param model short name
 * @param algorithm of the thresholds
 * @param scheme in words: what is quantized, and how
 * @param batches of calibration data
 * @param measuredSamples that the noise was measured with
 * @param foldedBatchNorms how many went into convolutions
 * @param equalizedPairs of convolutions
 * @param correctedBiases how many
 * @param tensors in program order
 * @param layers in program order
 * @param leftFloat operators that were not quantized, in program order
 * @param outputs the model's outputs, and what a softmax made them from
 */
public record QuantizationReport(
        String model,
        String algorithm,
        String scheme,
        int batches,
        int measuredSamples,
        int foldedBatchNorms,
        int equalizedPairs,
        int correctedBiases,
        List<TensorReport> tensors,
        List<LayerReport> layers,
        List<LeftFloat> leftFloat,
        List<Output> outputs) {
    /** A result of the model, and how far the quantized model's is from the float model's. */
    public record Output(String name, Noise noise) {}

    /** Copies the lists. */
    public QuantizationReport {
        tensors = List.copyOf(tensors);
        layers = List.copyOf(layers);
        leftFloat = List.copyOf(leftFloat);
        outputs = List.copyOf(outputs);
    }

    /** The layers with the most noise of their own, worst first: where accuracy is lost. */
    public List<LayerReport> costliest() {
        return layers.stream()
                .filter(l -> l.output().signal() > 0)
                .sorted(Comparator.comparingDouble(l -> l.output().decibels()))
                .toList();
    }
}
