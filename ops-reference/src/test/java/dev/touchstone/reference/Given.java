package dev.touchstone.reference;

import static dev.touchstone.reference.OneNode.fed;

import dev.touchstone.op.Operator;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** Tensors for tests, and what an operator makes of them when all are fed. */
final class Given {
    private Given() {}

    /** All int8 values of the domain in order, as a vector. */
    static Tensor everyStep(float scale) {
        var steps = new byte[255];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (byte) (i - 127);
        }
        return int8(scale, Shape.of(255), steps);
    }

    static Tensor int8(float scale, Shape shape, byte... steps) {
        return Tensor.of(TensorType.int8(shape, scale), steps);
    }

    static Tensor int8(float scale, Shape shape, String steps) {
        return int8(scale, shape, bytes(steps));
    }

    static Tensor vector(float... values) {
        return Tensor.of(values, values.length);
    }

    static Tensor vector(int... values) {
        return Tensor.of(TensorType.of(DataType.INT32, Shape.of(values.length)), values);
    }

    static Tensor vector(long... values) {
        return Tensor.of(TensorType.of(DataType.INT64, Shape.of(values.length)), values);
    }

    /** A vector of a type of one byte without a scale. */
    static Tensor vector(DataType type, int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Tensor.of(TensorType.of(type, Shape.of(values.length)), bytes);
    }

    /** A tensor of 0, 1, 2, ... in row-major order: each element tells where it came from. */
    static Tensor counting(DataType type, int... extents) {
        var result = Tensor.allocate(TensorType.of(type, Shape.of(extents)));
        for (int i = 0; i < result.shape().elements(); i++) {
            switch (type) {
                case FLOAT32 -> result.floats()[i] = i;
                case INT32 -> result.ints()[i] = i;
                case INT64 -> result.longs()[i] = i;
                case INT8, UINT8, BOOL -> result.bytes()[i] = (byte) i;
            }
        }
        return result;
    }

    /** The elements as numbers, whatever the type. */
    static double[] numbers(Tensor tensor) {
        var numbers = new double[tensor.shape().elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.type().dataType()) {
                case FLOAT32 -> tensor.floats()[i];
                case INT32 -> tensor.ints()[i];
                case INT64 -> tensor.longs()[i];
                case INT8 -> tensor.bytes()[i];
                case UINT8, BOOL -> tensor.bytes()[i] & 255;
            };
        }
        return numbers;
    }

    /** The first output, of the inferred type. */
    static Tensor run(Operator operator, Tensor... inputs) {
        return OneNode.run(operator, fedAll(inputs), null).getFirst();
    }

    /** The first output as int8 with this scale. */
    static byte[] runInt8(Operator operator, float scaleOut, Tensor... inputs) {
        var shape = OneNode.node(operator, fedAll(inputs), null).output().type().shape();
        return OneNode.run(operator, fedAll(inputs), TensorType.int8(shape, scaleOut))
                .getFirst()
                .bytes();
    }

    static String refusal(Operator operator, Tensor... inputs) {
        return OneNode.refusal(operator, fedAll(inputs), null);
    }

    static List<OneNode.Operand> fedAll(Tensor... inputs) {
        return Arrays.stream(inputs).map(OneNode::fed).toList();
    }

    static OneNode.Operand fedVector(float... values) {
        return fed(vector(values));
    }

    /** {@code "1 -2 3"}. */
    static byte[] bytes(String numbers) {
        var words = numbers.strip().split("\\s+", -1);
        var bytes = new byte[words.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Byte.parseByte(words[i]);
        }
        return bytes;
    }

    static byte[] first(byte[] values, int n) {
        return Arrays.copyOf(values, n);
    }

    /** Row-major elements of a shape, each from its position. */
    static double[] fill(Shape shape, ToIntFunction<int[]> element) {
        var result = new double[shape.elements()];
        var at = new int[shape.rank()];
        for (int i = 0; i < result.length; i++) {
            result[i] = element.applyAsInt(at);
            for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape.extent(axis); axis--) {
                at[axis] = 0;
            }
        }
        return result;
    }

    /** The row-major index of a position. */
    static int index(Shape shape, int... at) {
        int index = 0;
        for (int axis = 0; axis < at.length; axis++) {
            index = index * shape.extent(axis) + at[axis];
        }
        return index;
    }
}
