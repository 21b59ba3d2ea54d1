package dev.touchstone.quantization.program;

/**
 * Which form the quantized program has.
 *
 * @param everything whether the inputs of operators without weights are quantized too, as a neural processor needs it
 * @param perChannel whether weights have a threshold for each output channel
 * @param activations the operator that quantizes the inputs of convolutions and products
 * @param algorithm of the thresholds, as it is recorded: {@code KL} becomes {@code post_kl}
 */
public record Scheme(boolean everything, boolean perChannel, ActivationQuantizer activations, String algorithm) {
    /** Paddle's operators for thresholds that are stored; they compute the same. */
    public enum ActivationQuantizer {
        /** {@code fake_quantize_moving_average_abs_max}. */
        MOVING_AVERAGE_ABS_MAX,
        /** {@code fake_quantize_range_abs_max}. */
        RANGE_ABS_MAX
    }
}
