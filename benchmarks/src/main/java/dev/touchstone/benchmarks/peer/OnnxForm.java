package dev.touchstone.benchmarks.peer;

/**
 * How a quantized network is written down for ONNX Runtime. Its speed depends on it.
 *
 * @param pairs operators on float32 between {@code QuantizeLinear} and {@code DequantizeLinear}, which the engine fuses,
 *     instead of {@code QLinear} operators
 * @param signedActivations s8 with zero point -128 behind a rectifier and 0 elsewhere, instead of u8 with 0 and 128
 * @param signedWeights s8 with zero point 0 instead of u8 with 128
 */
record OnnxForm(boolean pairs, boolean signedActivations, boolean signedWeights) {
    /** {@code u8s8 QLinear}. */
    @Override
    public String toString() {
        return (signedActivations ? "s8" : "u8") + (signedWeights ? "s8" : "u8") + (pairs ? " QDQ" : " QLinear");
    }

    /** The zero point of activations. */
    int zeroPoint(boolean rectified) {
        int unsigned = rectified ? 0 : 128;
        return signedActivations ? unsigned - 128 : unsigned;
    }

    /** The zero point of weights. */
    int weightZero() {
        return signedWeights ? 0 : 128;
    }
}
