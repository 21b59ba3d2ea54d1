package dev.touchstone.paddle.lowering;

import dev.touchstone.graph.Value;
import dev.touchstone.op.Add;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Div;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.Floor;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Scale;
import dev.touchstone.op.ShapeOf;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Computes what programs do with sizes while the graph is made: vectors of a few integers or float32 numbers, taken
 * from shapes and constants. Everything else is left to the backends. Results are those of the operators' rules.
 */
final class ShapeArithmetic {
    /** Sizes are vectors as long as a rank; this leaves room for concatenations. */
    private static final int MAX_ELEMENTS = 64;

    /** Integers up to here are exact in double; sizes are far below. */
    private static final double EXACT = 1L << 31;

    private ShapeArithmetic() {}

    /** The result, if the operator is one that programs apply to sizes and all its inputs are known. */
    static Optional<Tensor> evaluate(Operator operator, List<Value> inputs, TensorType type) {
        if (operator instanceof ShapeOf) {
            return Optional.of(Tensor.of(type, inputs.getFirst().type().shape().toArray()));
        }
        if (!isSmall(type) || !inputs.stream().allMatch(v -> v.isConstant() && isSmall(v.type()))) {
            return Optional.empty();
        }
        if (inputs.stream().flatMapToDouble(v -> Arrays.stream(elements(v))).anyMatch(v -> Math.abs(v) > EXACT)) {
            return Optional.empty();
        }
        var x = elements(inputs.getFirst());
        return switch (operator) {
            case Identity o -> Optional.of(tensor(type, x));
            case Reshape o -> Optional.of(tensor(type, x));
            case Flatten o -> Optional.of(tensor(type, x));
            case Squeeze o -> Optional.of(tensor(type, x));
            case Unsqueeze o -> Optional.of(tensor(type, x));
            case Concat o -> joined(inputs, type, true);
            case Stack o -> joined(inputs, type, o.axis() == 0);
            case Slice o -> sliced(o, inputs.getFirst(), x, type);
            case Cast o -> cast(x, type);
            case Scale o -> scaled(o, x, type);
            case Floor o -> type.isFloat() ? Optional.of(map(type, x, Math::floor)) : Optional.empty();
            case Add o -> combined(inputs, type, (a, b) -> ((float) a) + ((float) b), (a, b) -> a + b);
            case Sub o -> combined(inputs, type, (a, b) -> ((float) a) - ((float) b), (a, b) -> a - b);
            case Mul o -> combined(inputs, type, (a, b) -> ((float) a) * ((float) b), (a, b) -> a * b);
            case Div o -> divided(inputs, type);
            default -> Optional.empty();
        };
    }

    /** Vectors and scalars of the types that sizes have. */
    private static boolean isSmall(TensorType type) {
        return type.rank() <= 2
                && type.shape().elements() <= MAX_ELEMENTS
                && switch (type.dataType()) {
                    case FLOAT32, INT32, INT64 -> true;
                    case INT8, UINT8, BOOL -> false;
                };
    }

    private static double[] elements(Value value) {
        var tensor = Objects.requireNonNull(value.constant());
        return switch (tensor.type().dataType()) {
            case FLOAT32 -> {
                var floats = tensor.toFloats();
                var result = new double[floats.length];
                Arrays.setAll(result, i -> floats[i]);
                yield result;
            }
            case INT32 -> Arrays.stream(tensor.toInts()).asDoubleStream().toArray();
            case INT64 -> Arrays.stream(tensor.toLongs()).asDoubleStream().toArray();
            case INT8, UINT8, BOOL -> throw new IllegalArgumentException(tensor.toString());
        };
    }

    private static Tensor tensor(TensorType type, double[] elements) {
        var tensor = Tensor.allocate(type);
        for (int i = 0; i < elements.length; i++) {
            switch (type.dataType()) {
                case FLOAT32 -> tensor.floats()[i] = (float) elements[i];
                case INT32 -> tensor.ints()[i] = (int) (long) elements[i];
                case INT64 -> tensor.longs()[i] = (long) elements[i];
                case INT8, UINT8, BOOL -> throw new IllegalArgumentException(type.toString());
            }
        }
        return tensor;
    }

    private static Tensor map(TensorType type, double[] x, DoubleUnaryOperator f) {
        return tensor(type, Arrays.stream(x).map(f).toArray());
    }

    private static Optional<Tensor> joined(List<Value> inputs, TensorType type, boolean oneBehindTheOther) {
        boolean vectors = inputs.stream().allMatch(v -> v.type().rank() <= 1);
        boolean singles = inputs.stream().allMatch(v -> v.type().shape().elements() == 1);
        if (!vectors || !(oneBehindTheOther || singles)) {
            return Optional.empty();
        }
        return Optional.of(tensor(
                type,
                inputs.stream().flatMapToDouble(v -> Arrays.stream(elements(v))).toArray()));
    }

    private static Optional<Tensor> sliced(Slice slice, Value input, double[] x, TensorType type) {
        if (input.type().rank() != 1 || slice.axes().size() != 1) {
            return Optional.empty();
        }
        var result = new double[slice.counts().getFirst()];
        Arrays.setAll(
                result, i -> x[slice.starts().getFirst() + i * slice.strides().getFirst()]);
        return Optional.of(tensor(type, result));
    }

    private static Optional<Tensor> cast(double[] x, TensorType type) {
        return Optional.of(
                switch (type.dataType()) {
                    case FLOAT32, INT64 -> tensor(type, x);
                    case INT32 -> map(type, x, v -> (int) v);
                    case INT8, UINT8, BOOL -> throw new IllegalArgumentException(type.toString());
                });
    }

    private static Optional<Tensor> scaled(Scale o, double[] x, TensorType type) {
        if (type.isFloat()) {
            return Optional.of(map(
                    type,
                    x,
                    v -> o.biasAfterScale()
                            ? ((float) v) * o.scale() + o.bias()
                            : (((float) v) + o.bias()) * o.scale()));
        }
        long scale = (long) o.scale();
        long bias = (long) o.bias();
        return Optional.of(
                map(type, x, v -> o.biasAfterScale() ? ((long) v) * scale + bias : (((long) v) + bias) * scale));
    }

    private static Optional<Tensor> divided(List<Value> inputs, TensorType type) {
        if (!type.isFloat() && Arrays.stream(elements(inputs.get(1))).anyMatch(v -> v == 0)) {
            return Optional.empty();
        }
        return combined(inputs, type, (a, b) -> ((float) a) / ((float) b), (a, b) -> a / b);
    }

    /** Element by element; one operand may be a single number. Other broadcasting is left to the backends. */
    private static Optional<Tensor> combined(
            List<Value> inputs, TensorType type, DoubleBinaryOperator real, LongBinaryOperator whole) {
        var a = elements(inputs.getFirst());
        var b = elements(inputs.get(1));
        int n = type.shape().elements();
        if ((a.length != n && a.length != 1) || (b.length != n && b.length != 1)) {
            return Optional.empty();
        }
        var result = new double[n];
        for (int i = 0; i < n; i++) {
            double p = a[a.length == 1 ? 0 : i];
            double q = b[b.length == 1 ? 0 : i];
            result[i] = type.dataType() == DataType.FLOAT32
                    ? real.applyAsDouble(p, q)
                    : whole.applyAsLong((long) p, (long) q);
        }
        return Optional.of(tensor(type, result));
    }
}
