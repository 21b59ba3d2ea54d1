package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Prelu;
import java.util.HashMap;

/**
 * The definition of {@link Prelu}.
 *
 * <p>U1 On int8 there is one table of N10 for each distinct slope; the slopes must be constant.
 * <br>U3 On float32 the result is x above 0 and slope times x, rounded once, elsewhere, so that NaN stays.
 */
final class PreluKernel {
    private PreluKernel() {}

    static Kernel prepare(Node node) {
        var mode = ((Prelu) node.operator()).mode();
        var x = node.input(0).type();
        int run = switch (mode) {
            case ALL -> x.shape().elements();
            case CHANNEL -> x.shape().product(2, x.rank());
            case ELEMENT -> 1;
        };
        int slopes = node.input(1).type().shape().elements();
        if (x.isFloat()) {
            return (inputs, outputs) -> floats(
                    inputs.get(0).floats(),
                    inputs.get(1).floats(),
                    outputs.getFirst().floats(),
                    run);
        }
        if (!x.isQuantizedInt8()) {
            throw Refusal.dataType(x, "float32, quantized int8");
        }
        var constant = node.input(1).constant();
        if (constant == null) {
            throw new Refusal(new dev.touchstone.backend.Support.Unsupported(
                    "CONSTANT", "slope", "a constant for int8", "computed", "run in float32"));
        }
        float[] slope = constant.floats();
        float scaleOut = node.output().type().scale();
        var bySlope = new HashMap<Float, Int8Table>();
        var tables = new Int8Table[slopes];
        for (int i = 0; i < slopes; i++) {
            tables[i] = bySlope.computeIfAbsent(slope[i], a -> table(a, x.scale(), scaleOut));
        }
        return (inputs, outputs) -> {
            byte[] from = inputs.getFirst().bytes();
            byte[] to = outputs.getFirst().bytes();
            for (int i = 0, s = 0; i < from.length; i += run, s = (s + 1) % slopes) {
                tables[s].apply(from, i, to, i, run);
            }
        };
    }

    private static Int8Table table(double slope, float scaleIn, float scaleOut) {
        return Int8Table.of(v -> v > 0 ? v : slope * v, scaleIn, scaleOut);
    }

    private static void floats(float[] x, float[] slope, float[] y, int run) {
        for (int start = 0, s = 0; start < x.length; start += run, s = (s + 1) % slope.length) {
            float a = slope[s];
            for (int i = start; i < start + run; i++) {
                y[i] = x[i] > 0 ? x[i] : a * x[i];
            }
        }
    }
}
