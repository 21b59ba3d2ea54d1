package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Reduce;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.Arrays;

/**
 * The definition of {@link Reduce}.
 *
 * <p>R1 On float32, mean, sum and product gather in double in the input's order; mean divides in double; the result is
 * rounded to float32 once. Max and min start at the first element and keep r > x ? r : x, or r < x ? r : x.
 * <br>R2 On int8, sums of the integers are exact; mean multiplies the sum, rounded to float32, by the float32 nearest to
 * sIn / (sOut * n), sum by the one nearest to sIn / sOut, then N7. More elements than int32 can sum are refused. A
 * product is made of real values in double and goes through N10's rounding.
 * <br>R3 On int8, max and min choose an integer; between scales that differ it goes through the table of N10.
 * <br>R5 On int32 and int64, sum and product wrap at the width of the result, where the sum of int32 is int64; max and min
 * are exact; there is no mean.
 */
final class ReduceKernel {
    private ReduceKernel() {}

    static Kernel prepare(Node node) {
        var reduce = (Reduce) node.operator();
        var x = node.input(0).type();
        var y = node.output().type();
        int[] target = targets(x.shape(), reduce.reduced(x.shape()));
        int n = x.shape().elements() / y.shape().elements();
        return switch (x.dataType()) {
            case FLOAT32 ->
                (inputs, outputs) -> floats(
                        reduce.kind(),
                        target,
                        n,
                        inputs.getFirst().floats(),
                        outputs.getFirst().floats());
            case INT8 -> {
                if (!x.isQuantizedInt8()) {
                    throw Refusal.dataType(x, "float32, quantized int8, int32, int64");
                }
                yield int8(reduce.kind(), target, n, x.scale(), y.scale());
            }
            case INT32, INT64 -> {
                if (reduce.kind() == Reduce.Kind.MEAN) {
                    throw Refusal.dataType(x, "float32, quantized int8 (mean)");
                }
                yield (inputs, outputs) -> integers(reduce.kind(), target, inputs.getFirst(), outputs.getFirst());
            }
            case UINT8, BOOL -> throw Refusal.dataType(x, "float32, quantized int8, int32, int64");
        };
    }

    /** For each input element in order the output element that it belongs to. */
    private static int[] targets(Shape x, boolean[] reduced) {
        var strides = new int[x.rank()];
        int stride = 1;
        for (int axis = x.rank() - 1; axis >= 0; axis--) {
            strides[axis] = reduced[axis] ? 0 : stride;
            stride *= reduced[axis] ? 1 : x.extent(axis);
        }
        return Gather.index(x, strides, Gather.all(x.rank()));
    }

    private static void floats(Reduce.Kind kind, int[] target, int n, float[] x, float[] y) {
        switch (kind) {
            case MEAN, SUM, PRODUCT -> {
                var gathered = new double[y.length];
                Arrays.fill(gathered, kind == Reduce.Kind.PRODUCT ? 1 : 0);
                for (int i = 0; i < x.length; i++) {
                    int t = target[i];
                    gathered[t] = kind == Reduce.Kind.PRODUCT ? gathered[t] * x[i] : gathered[t] + x[i];
                }
                for (int i = 0; i < y.length; i++) {
                    y[i] = (float) (kind == Reduce.Kind.MEAN ? gathered[i] / n : gathered[i]);
                }
            }
            case MAX, MIN -> {
                var started = new boolean[y.length];
                for (int i = 0; i < x.length; i++) {
                    int t = target[i];
                    boolean keep = started[t] && (kind == Reduce.Kind.MAX ? y[t] > x[i] : y[t] < x[i]);
                    y[t] = keep ? y[t] : x[i];
                    started[t] = true;
                }
            }
        }
    }

    private static Kernel int8(Reduce.Kind kind, int[] target, int n, float scaleIn, float scaleOut) {
        return switch (kind) {
            case MEAN, SUM -> {
                Requantization.requireAccumulator("the sum", 127L * n);
                double divisor = kind == Reduce.Kind.MEAN ? (double) scaleOut * n : scaleOut;
                float m = Requantization.multiplier("the sum", (double) scaleIn / divisor);
                yield (inputs, outputs) -> sums(
                        target, m, inputs.getFirst().bytes(), outputs.getFirst().bytes());
            }
            case PRODUCT ->
                (inputs, outputs) -> products(
                        target,
                        scaleIn,
                        scaleOut,
                        inputs.getFirst().bytes(),
                        outputs.getFirst().bytes());
            case MAX, MIN -> {
                var table = Int8Table.requantize(scaleIn, scaleOut);
                boolean larger = kind == Reduce.Kind.MAX;
                yield (inputs, outputs) -> extremes(
                        target,
                        larger,
                        table,
                        inputs.getFirst().bytes(),
                        outputs.getFirst().bytes());
            }
        };
    }

    private static void sums(int[] target, float m, byte[] x, byte[] y) {
        var sums = new int[y.length];
        for (int i = 0; i < x.length; i++) {
            sums[target[i]] += x[i];
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = Requantization.requantize(sums[i], m);
        }
    }

    private static void products(int[] target, double scaleIn, double scaleOut, byte[] x, byte[] y) {
        var products = new double[y.length];
        Arrays.fill(products, 1);
        for (int i = 0; i < x.length; i++) {
            products[target[i]] *= x[i] * scaleIn;
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = Int8Table.saturate(products[i] / scaleOut);
        }
    }

    private static void extremes(int[] target, boolean larger, Int8Table table, byte[] x, byte[] y) {
        Arrays.fill(y, larger ? Byte.MIN_VALUE : Byte.MAX_VALUE);
        for (int i = 0; i < x.length; i++) {
            int t = target[i];
            y[t] = (byte) (larger ? Math.max(y[t], x[i]) : Math.min(y[t], x[i]));
        }
        table.apply(y, 0, y, 0, y.length);
    }

    private static void integers(Reduce.Kind kind, int[] target, Tensor x, Tensor y) {
        var gathered = new long[y.shape().elements()];
        Arrays.fill(
                gathered,
                switch (kind) {
                    case MEAN, SUM -> 0;
                    case PRODUCT -> 1;
                    case MAX -> Long.MIN_VALUE;
                    case MIN -> Long.MAX_VALUE;
                });
        long[] values = widened(x);
        for (int i = 0; i < target.length; i++) {
            long v = values[i];
            int t = target[i];
            gathered[t] = switch (kind) {
                case MEAN, SUM -> gathered[t] + v;
                case PRODUCT -> gathered[t] * v;
                case MAX -> Math.max(gathered[t], v);
                case MIN -> Math.min(gathered[t], v);
            };
        }
        for (int i = 0; i < gathered.length; i++) {
            if (y.type().dataType() == DataType.INT32) {
                y.ints()[i] = (int) gathered[i];
            } else {
                y.longs()[i] = gathered[i];
            }
        }
    }

    private static long[] widened(Tensor x) {
        return x.type().dataType() == DataType.INT32
                ? Arrays.stream(x.ints()).asLongStream().toArray()
                : x.longs();
    }
}
