package dev.touchstone.reference;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/**
 * The definition of {@link BatchNorm}.
 *
 * <p>B1 On float32, per channel: r = 1 / sqrt(variance + epsilon) by a float32 sum, root and division; a = r * scale; b
 * = bias - mean * a; y = x * a + b; every operation rounded, nothing fused.
 * <br>B2 For int8 and for folding, a = scale / sqrt(variance + epsilon) and b = bias - mean * a are made in double.
 * <br>B3 On int8, y is q times the float32 nearest to a * sIn / sOut plus the float32 nearest to b / sOut, two
 * roundings, then N7's limits and rounding. A negative or zero a is legal; the parameters must be constant.
 * <br>B4 A channel whose constant variance plus epsilon is not a positive number is refused, and on int8 one whose
 * factor or offset of B3 is not finite.
 */
final class BatchNormKernel {
    private static final List<String> PARAMETERS = List.of("scale", "bias", "mean", "variance");

    private BatchNormKernel() {}

    static Kernel prepare(Node node) {
        float epsilon = ((BatchNorm) node.operator()).epsilon();
        var x = node.input(0).type();
        int channels = x.shape().extent(1);
        int run = x.shape().product(2, x.rank());
        var variance = node.input(4).constant();
        if (variance != null) {
            requirePositive(variance.floats(), epsilon);
        }
        if (x.isFloat()) {
            return (inputs, outputs) -> floats(inputs, outputs.getFirst().floats(), channels, run, epsilon);
        }
        if (!x.isQuantizedInt8()) {
            throw Refusal.dataType(x, "float32, quantized int8");
        }
        return int8(node, channels, run, epsilon);
    }

    private static void requirePositive(float[] variance, float epsilon) {
        for (int c = 0; c < variance.length; c++) {
            if (!(variance[c] + epsilon > 0)) {
                throw new Refusal(new Support.Unsupported(
                        "VARIANCE",
                        "variance + epsilon of channel " + c,
                        "a positive number",
                        Float.toString(variance[c] + epsilon),
                        "the model's statistics are damaged"));
            }
        }
    }

    private static void floats(List<Tensor> inputs, float[] y, int channels, int run, float epsilon) {
        float[] x = inputs.get(0).floats();
        float[] scale = inputs.get(1).floats();
        float[] bias = inputs.get(2).floats();
        float[] mean = inputs.get(3).floats();
        float[] variance = inputs.get(4).floats();
        for (int start = 0, c = 0; start < x.length; start += run, c = (c + 1) % channels) {
            float r = 1f / (float) Math.sqrt(variance[c] + epsilon);
            float a = r * scale[c];
            float b = bias[c] - mean[c] * a;
            row(x, y, start, run, a, b);
        }
    }

    private static void row(float[] x, float[] y, int start, int run, float a, float b) {
        for (int i = start; i < start + run; i++) {
            y[i] = x[i] * a + b;
        }
    }

    private static Kernel int8(Node node, int channels, int run, float epsilon) {
        var parameters = new float[5][];
        for (int i = 1; i < 5; i++) {
            var constant = node.input(i).constant();
            if (constant == null) {
                throw new Refusal(new Support.Unsupported(
                        "CONSTANT", PARAMETERS.get(i - 1), "a constant for int8", "computed", "run in float32"));
            }
            parameters[i] = constant.floats();
        }
        double scaleIn = node.input(0).type().scale();
        double scaleOut = node.output().type().scale();
        var ma = new float[channels];
        var mb = new float[channels];
        for (int c = 0; c < channels; c++) {
            double a = parameters[1][c] / Math.sqrt((double) parameters[4][c] + (double) epsilon);
            double b = parameters[2][c] - parameters[3][c] * a;
            ma[c] = finite("factor of channel " + c, a * scaleIn / scaleOut);
            mb[c] = finite("offset of channel " + c, b / scaleOut);
        }
        return (inputs, outputs) -> {
            byte[] x = inputs.getFirst().bytes();
            byte[] y = outputs.getFirst().bytes();
            for (int start = 0, c = 0; start < x.length; start += run, c = (c + 1) % channels) {
                for (int i = start; i < start + run; i++) {
                    y[i] = Requantization.saturate((float) x[i] * ma[c] + mb[c]);
                }
            }
        };
    }

    private static float finite(String what, double value) {
        if (!Float.isFinite((float) value)) {
            throw new Refusal(new Support.Unsupported(
                    "MULTIPLIER", what, "a finite float32", Double.toString(value), "check scales and statistics"));
        }
        return (float) value;
    }
}
