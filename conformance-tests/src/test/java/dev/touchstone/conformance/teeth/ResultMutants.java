package dev.touchstone.conformance.teeth;

import dev.touchstone.graph.Node;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results that are spoiled after they were right: narrow arithmetic, lost elements, images and signs. */
final class ResultMutants {
    /** What is done to a float32 or int8 result. */
    private interface Change {
        double apply(double right, int index, int elements);
    }

    /** Where wrong elements must be noticed, whatever is wrong with them. */
    private static final Map<String, Class<? extends Operator>> SHAPED = Map.of(
            "conv2d/C3", Conv2d.class,
            "pool2d/P3", Pool2d.class,
            "fully_connected/F1", FullyConnected.class,
            "mat_mul/F7", MatMul.class,
            "softmax/S1", Softmax.class);

    private ResultMutants() {}

    static List<Mutant> all() {
        var mutants = new ArrayList<Mutant>();
        SHAPED.forEach((rule, operator) -> {
            var name = operator.getSimpleName().toLowerCase(java.util.Locale.ROOT);
            mutants.add(change(name + "-loses-the-last-element", rule, operator, (y, i, n) -> i == n - 1 ? 0 : y));
            mutants.add(change(
                    name + "-is-off-by-one-step-at-the-end", rule, operator, (y, i, n) -> i == n - 1 ? y + 1 : y));
            mutants.add(shifted(name + "-is-shifted-by-one-element", rule, operator));
        });
        mutants.add(float16("conv-sums-in-float16", "conv2d/C6", Conv2d.class));
        mutants.add(float16("fc-sums-in-float16", "fully_connected/F2", FullyConnected.class));
        mutants.add(float16("mat_mul-sums-in-float16", "mat_mul/F4", MatMul.class));
        mutants.add(float16("average-in-float16", "pool2d/P10", Pool2d.class));
        mutants.add(float16("softmax-in-float16", "softmax/S2", Softmax.class));
        mutants.add(change(
                "relu-keeps-nothing-below-an-ulp",
                "unary/U3 unary/U5",
                Relu.class,
                (y, i, n) -> Double.isNaN(y) ? 0 : y == 0 ? Float.MIN_VALUE : y));
        mutants.add(Mutant.of("arg_max-takes-the-last-of-equals", "arg_max/R4", (Fault.Spoiling) ResultMutants::last));
        mutants.add(Mutant.of("cast-wraps", "cast/T1 cast/T2", (Fault.Spoiling) ResultMutants::wrapped));
        mutants.add(Mutant.of(
                "split-swaps-its-results", "split/M1 split/M2 split/M3", (Fault.Spoiling) ResultMutants::swapped));
        return mutants;
    }

    private static Mutant change(String name, String rules, Class<? extends Operator> operator, Change change) {
        return Mutant.of(name, rules, (Fault.Spoiling) (node, inputs, outputs) -> {
            if (operator.isInstance(node.operator())) {
                apply(outputs.getFirst(), change);
            }
        });
    }

    private static void apply(Tensor y, Change change) {
        int n = y.shape().elements();
        if (y.type().isFloat()) {
            float[] values = y.toFloats();
            for (int i = 0; i < n; i++) {
                values[i] = (float) change.apply(values[i], i, n);
            }
            y.copyFrom(Tensor.of(y.type(), values));
        } else if (y.type().dataType() == DataType.INT8) {
            byte[] values = y.toBytes();
            for (int i = 0; i < n; i++) {
                values[i] = (byte) change.apply(values[i], i, n);
            }
            y.copyFrom(Tensor.of(y.type(), values));
        }
    }

    private static Mutant float16(String name, String rules, Class<? extends Operator> operator) {
        return Mutant.of(name, rules, (Fault.Spoiling) (node, inputs, outputs) -> {
            if (operator.isInstance(node.operator())
                    && outputs.getFirst().type().isFloat()) {
                apply(outputs.getFirst(), (y, i, n) -> Float.float16ToFloat(Float.floatToFloat16((float) y)));
            }
        });
    }

    private static Mutant shifted(String name, String rules, Class<? extends Operator> operator) {
        return Mutant.of(name, rules, (Fault.Spoiling) (node, inputs, outputs) -> {
            if (operator.isInstance(node.operator())) {
                var y = outputs.getFirst();
                long step = y.type().dataType().bytes();
                var right = y.copy().segment();
                y.segment().asSlice(step).copyFrom(right.asSlice(0, right.byteSize() - step));
                y.segment().asSlice(0, step).copyFrom(right.asSlice(right.byteSize() - step));
            }
        });
    }

    private static void last(Node node, List<Tensor> inputs, List<Tensor> outputs) {
        if (!(node.operator() instanceof ArgMax a) || !inputs.getFirst().type().isQuantizedInt8()) {
            return;
        }
        var x = inputs.getFirst();
        int axis = x.shape().axis(a.axis());
        int inner = x.shape().product(axis + 1, x.shape().rank());
        int length = x.shape().extent(axis);
        byte[] codes = x.toBytes();
        int bytes = outputs.getFirst().type().dataType().bytes();
        for (int k = 0; k < outputs.getFirst().shape().elements(); k++) {
            int start = k / inner * inner * length + k % inner;
            var segment = outputs.getFirst().segment();
            int found = bytes == 4
                    ? segment.getAtIndex(java.lang.foreign.ValueLayout.JAVA_INT, k)
                    : (int) segment.getAtIndex(java.lang.foreign.ValueLayout.JAVA_LONG, k);
            for (int j = found; j < length; j++) {
                if (codes[start + j * inner] == codes[start + found * inner]) {
                    if (bytes == 4) {
                        segment.setAtIndex(java.lang.foreign.ValueLayout.JAVA_INT, k, j);
                    } else {
                        segment.setAtIndex(java.lang.foreign.ValueLayout.JAVA_LONG, k, j);
                    }
                }
            }
        }
    }

    private static void wrapped(Node node, List<Tensor> inputs, List<Tensor> outputs) {
        var y = outputs.getFirst();
        if (node.operator() instanceof Cast
                && inputs.getFirst().type().isFloat()
                && y.type().dataType() == DataType.INT8) {
            float[] x = inputs.getFirst().toFloats();
            byte[] codes = new byte[x.length];
            for (int i = 0; i < x.length; i++) {
                codes[i] = (byte) (int) x[i];
            }
            y.copyFrom(Tensor.of(y.type(), codes));
        }
    }

    private static void swapped(Node node, List<Tensor> inputs, List<Tensor> outputs) {
        boolean equal = outputs.size() > 1
                && outputs.get(0).type().equals(outputs.get(1).type());
        if (node.operator() instanceof Split && equal) {
            var first = outputs.get(0).copy();
            outputs.get(0).copyFrom(outputs.get(1));
            outputs.get(1).copyFrom(first);
        }
    }
}
