package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Dequantize;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns integer-valued constants with steps into int8 constants behind a {@link Dequantize}. Weights that several
 * operators read with the same steps become one constant; with other steps, another.
 */
final class RealWeights {
    private static final float TOLERANCE = 1e-3f;

    /** One constant under one set of steps. */
    private record Key(String name, int axis, List<Float> steps) {}

    private final Rewriting rewriting;
    private final Notes notes;
    private final Map<Key, Value> made = new HashMap<>();

    RealWeights(Rewriting rewriting, Notes notes) {
        this.rewriting = rewriting;
        this.notes = notes;
    }

    /**
     * The real numbers {@code codes * steps}.
     *
     * @param node for messages
     * @param name of the constant that held the codes
     * @param codes not written
     * @param axis -1: one step; else one for each index of the axis
     * @return a dequantized int8 constant; or a float32 constant, with a note, if a code is further than 1/1000 from an
     *     integer or outside -128..127
     */
    Value of(Node node, String name, float[] codes, Shape shape, int axis, double[] steps) {
        var scales = new ArrayList<Float>();
        for (double step : steps) {
            scales.add(Steps.checked(step * Steps.RANGE, (float) step, node, name, notes));
        }
        return made.computeIfAbsent(
                new Key(name, axis, List.copyOf(scales)),
                key -> make(node, key, live(codes, shape, axis, steps), shape));
    }

    /** The codes with 0 where the step is 0. */
    private static float[] live(float[] codes, Shape shape, int axis, double[] steps) {
        if (Arrays.stream(steps).allMatch(s -> s != 0)) {
            return codes;
        }
        var live = codes.clone();
        for (int i = 0; i < live.length; i++) {
            if (steps[Codes.channel(shape, axis, i)] == 0) {
                live[i] = 0;
            }
        }
        return live;
    }

    private Value make(Node node, Key key, float[] codes, Shape shape) {
        var quantization = key.axis() < 0
                ? Quantization.perTensor(key.steps().getFirst())
                : new Quantization.PerChannel(key.axis(), key.steps());
        var integers = integers(codes);
        if (integers.isPresent()) {
            var type = new TensorType(DataType.INT8, shape, quantization);
            var stored = rewriting.constant(key.name() + ".int8", Tensor.of(type, integers.get()));
            return rewriting.emit(rewriting.fresh(key.name() + ".real"), new Dequantize(), stored);
        }
        notes.add(node.label() + ": the weights " + key.name()
                + " are not integers in -128..127 (tolerance 0.001); they stay float32");
        var real = new float[codes.length];
        for (int i = 0; i < real.length; i++) {
            real[i] = codes[i] * Codes.scale(quantization, shape, i);
        }
        return rewriting.constant(key.name() + ".real", Tensor.of(TensorType.float32(shape), real));
    }

    private static Optional<byte[]> integers(float[] codes) {
        var integers = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            byte whole = (byte) codes[i];
            // Most are integers already, and rounding is slow in code that has just begun to run.
            if (whole != codes[i]) {
                float nearest = (float) Math.rint(codes[i]);
                if (!(Math.abs(codes[i] - nearest) <= TOLERANCE && nearest >= -128 && nearest <= 127)) {
                    return Optional.empty();
                }
                whole = (byte) nearest;
            }
            integers[i] = whole;
        }
        return Optional.of(integers);
    }
}
