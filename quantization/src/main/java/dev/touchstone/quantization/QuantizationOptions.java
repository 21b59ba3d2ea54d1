package dev.touchstone.quantization;

import dev.touchstone.quantization.calibration.KullbackLeibler;
import dev.touchstone.quantization.calibration.ThresholdAlgorithm;
import dev.touchstone.quantization.program.Scheme.ActivationQuantizer;
import java.util.List;

/**
 * How a model is quantized. Immutable; {@link #rockchip} and {@link #arm} suit the targets of these names, a {@code with}
 * method changes one thing.
 *
 * @param algorithm of the activations' thresholds
 * @param everything whether operators without weights get quantized inputs too
 * @param perChannel whether weights have a threshold for each output channel
 * @param activations the operator that quantizes the inputs of convolutions and products
 * @param foldBatchNorm whether batch normalisation goes into the convolutions first
 * @param equalize whether the ranges of neighbouring convolutions are made alike first
 * @param correctBias whether biases take back what rounding the weights does to the means
 * @param threads how many batches are run at the same time; the result does not depend on it
 * @param backends to run the model on while calibrating, in order; empty for every available one
 * @param measuredSamples how many samples of the calibration data the noise is measured with afterwards
 */
public record QuantizationOptions(
        ThresholdAlgorithm algorithm,
        boolean everything,
        boolean perChannel,
        ActivationQuantizer activations,
        boolean foldBatchNorm,
        boolean equalize,
        boolean correctBias,
        int threads,
        List<String> backends,
        int measuredSamples) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if threads is below 1 or measured samples below 0
     */
    public QuantizationOptions {
        backends = List.copyOf(backends);
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; expected 1 or more");
        }
        if (measuredSamples < 0) {
            throw new IllegalArgumentException("measured samples is " + measuredSamples + "; expected 0 or more");
        }
    }

    /** For Rockchip's neural processors: everything, one threshold for each tensor, batch norms folded, biases corrected. */
    public static QuantizationOptions rockchip() {
        return new QuantizationOptions(
                KullbackLeibler.CURRENT,
                true,
                false,
                ActivationQuantizer.MOVING_AVERAGE_ABS_MAX,
                true,
                false,
                true,
                2,
                List.of(),
                8);
    }

    /** For ARM processors: convolutions and products only, a threshold for each channel of the weights. */
    public static QuantizationOptions arm() {
        return new QuantizationOptions(
                KullbackLeibler.CURRENT,
                false,
                true,
                ActivationQuantizer.RANGE_ABS_MAX,
                false,
                false,
                false,
                2,
                List.of(),
                8);
    }

    /** The same options with another algorithm. */
    public QuantizationOptions withAlgorithm(ThresholdAlgorithm newAlgorithm) {
        return new QuantizationOptions(
                newAlgorithm,
                everything,
                perChannel,
                activations,
                foldBatchNorm,
                equalize,
                correctBias,
                threads,
                backends,
                measuredSamples);
    }

    /** The same options with thresholds for each channel of the weights, or for each layer. */
    public QuantizationOptions withPerChannel(boolean newPerChannel) {
        return new QuantizationOptions(
                algorithm,
                everything,
                newPerChannel,
                activations,
                foldBatchNorm,
                equalize,
                correctBias,
                threads,
                backends,
                measuredSamples);
    }

    /** The same options with or without folding of batch normalisation. */
    public QuantizationOptions withFoldBatchNorm(boolean newFoldBatchNorm) {
        return new QuantizationOptions(
                algorithm,
                everything,
                perChannel,
                activations,
                newFoldBatchNorm,
                equalize,
                correctBias,
                threads,
                backends,
                measuredSamples);
    }

    /** The same options with or without cross-layer equalization. */
    public QuantizationOptions withEqualize(boolean newEqualize) {
        return new QuantizationOptions(
                algorithm,
                everything,
                perChannel,
                activations,
                foldBatchNorm,
                newEqualize,
                correctBias,
                threads,
                backends,
                measuredSamples);
    }

    /** The same options with or without correction of biases. */
    public QuantizationOptions withCorrectBias(boolean newCorrectBias) {
        return new QuantizationOptions(
                algorithm,
                everything,
                perChannel,
                activations,
                foldBatchNorm,
                equalize,
                newCorrectBias,
                threads,
                backends,
                measuredSamples);
    }

    /** The same options with a number of threads. */
    public QuantizationOptions withThreads(int newThreads) {
        return new QuantizationOptions(
                algorithm,
                everything,
                perChannel,
                activations,
                foldBatchNorm,
                equalize,
                correctBias,
                newThreads,
                backends,
                measuredSamples);
    }

    /** The same options with backends in order of preference. */
    public QuantizationOptions withBackends(List<String> newBackends) {
        return new QuantizationOptions(
                algorithm,
                everything,
                perChannel,
                activations,
                foldBatchNorm,
                equalize,
                correctBias,
                threads,
                newBackends,
                measuredSamples);
    }

    /** The same options with a number of samples to measure the noise with. */
    public QuantizationOptions withMeasuredSamples(int newMeasuredSamples) {
        return new QuantizationOptions(
                algorithm,
                everything,
                perChannel,
                activations,
                foldBatchNorm,
                equalize,
                correctBias,
                threads,
                backends,
                newMeasuredSamples);
    }
}
