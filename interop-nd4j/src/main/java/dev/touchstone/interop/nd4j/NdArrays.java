package dev.touchstone.interop.nd4j;

import dev.touchstone.InvalidInputException;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Converts between {@link Tensor} and {@link INDArray}. Every method says whether it copies.
 *
 * <p>Shapes are the same on both sides, from rank 0 up. Element types correspond as follows; others are refused with the
 * cast that helps:
 *
 * <table>
 * <caption>Element types</caption>
 * <tr><th>tensor</th><th>array</th></tr>
 * <tr><td>float32</td><td>FLOAT</td></tr>
 * <tr><td>int8</td><td>BYTE</td></tr>
 * <tr><td>uint8</td><td>UBYTE</td></tr>
 * <tr><td>int32</td><td>INT</td></tr>
 * <tr><td>int64</td><td>LONG</td></tr>
 * <tr><td>bool</td><td>BOOL</td></tr>
 * </table>
 *
 * <p>A tensor is always row-major and dense. An array may be column-major (order {@code f}), permuted, or a view of
 * another: copies put its elements in order, views need it in order. An array knows no scale; that of a quantized tensor
 * is dropped on the way out and given on the way in.
 *
 * <p>Stateless and thread-safe; whoever writes to an array while it is converted gets what that deserves. Reads native
 * memory, so that programs run with {@code --enable-native-access=ALL-UNNAMED}.
 */
public final class NdArrays {
    private NdArrays() {}

    /**
     * A new heap tensor with the array's elements in row-major order: a copy, whatever the array's order and strides.
     *
     * @throws InvalidInputException if the array is empty or of an element type that tensors do not have
     */
    public static Tensor toTensor(INDArray array) {
        return copy(array, type(array, null));
    }

    /**
     * As {@link #toTensor(INDArray)}, for int8 that stands for real numbers: {@code real = element * scale}.
     *
     * @throws InvalidInputException if the array is not of type BYTE, or is empty
     * @throws dev.touchstone.InvalidGraphException if the scale is no positive normal number
     */
    public static Tensor toTensor(INDArray array, float scale) {
        return copy(array, type(array, scale));
    }

    /**
     * A tensor that reads and writes the array's own memory: no copy. The tensor keeps the array alive; it must not be
     * used after {@link INDArray#close()}.
     *
     * @throws InvalidInputException if the array's elements do not lie row-major and dense, or as {@link
     *     #toTensor(INDArray)}
     */
    public static Tensor view(INDArray array) {
        var type = type(array, null);
        if (!isRowMajor(array)) {
            throw new InvalidInputException("array of shape " + type.shape() + " has order '" + array.ordering()
                    + "' and strides " + Arrays.toString(array.stride())
                    + "; a view needs dense row-major elements (copy with toTensor)");
        }
        return Tensor.wrap(memory(array, type.bytes()), type);
    }

    /** A new array in row-major order with the tensor's elements: a copy. A scale is dropped. */
    public static INDArray fromTensor(Tensor tensor) {
        return fromTensor(tensor, 'c');
    }

    /**
     * A new array in the given order with the tensor's elements: a copy. A scale is dropped.
     *
     * @param order {@code 'c'} for row-major or {@code 'f'} for column-major memory; the array's indices mean the same
     * @throws InvalidInputException if the order is neither
     */
    public static INDArray fromTensor(Tensor tensor, char order) {
        if (order != 'c' && order != 'f') {
            throw new InvalidInputException("order is '" + order + "'; expected 'c' or 'f'");
        }
        long[] shape = Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
        var elements = elements(tensor.type().dataType());
        var array = shape.length == 0 ? Nd4j.scalar(elements, 0) : Nd4j.create(elements, shape, 'c');
        memory(array, tensor.type().bytes()).copyFrom(tensor.segment());
        return order == 'c' ? array : array.dup('f');
    }

    private static Tensor copy(INDArray array, TensorType type) {
        var tensor = Tensor.allocate(type);
        var ordered = isRowMajor(array) ? array : array.dup('c');
        tensor.segment().copyFrom(memory(ordered, type.bytes()));
        return tensor;
    }

    /** Keeps an array from being collected as long as memory refers to it. */
    private record Anchor(INDArray array) implements Consumer<MemorySegment> {
        @Override
        public void accept(MemorySegment memory) {}
    }

    /** The array's memory from its first element on, offsets of views included. */
    private static MemorySegment memory(INDArray array, long bytes) {
        return MemorySegment.ofAddress(array.data().addressPointer().address())
                .reinterpret(bytes, Arena.ofAuto(), new Anchor(array));
    }

    /** Whether neighbours along the last axis are neighbours in memory, and so on outwards; strides of ones are idle. */
    private static boolean isRowMajor(INDArray array) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != expected) {
                return false;
            }
            expected *= array.size(axis);
        }
        return true;
    }

    private static TensorType type(INDArray array, @Nullable Float scale) {
        if (array.isEmpty()) {
            throw new InvalidInputException(
                    "array of shape " + Arrays.toString(array.shape()) + " is empty; a tensor has one element or more");
        }
        var elements = elements(array);
        if (scale == null) {
            return TensorType.of(elements, Shape.of(array.shape()));
        }
        if (elements != DataType.INT8) {
            throw new InvalidInputException(
                    "array is " + array.dataType() + "; only BYTE can have a scale (quantize to int8 first)");
        }
        return new TensorType(elements, Shape.of(array.shape()), Quantization.perTensor(scale));
    }

    private static DataType elements(INDArray array) {
        return switch (array.dataType()) {
            case FLOAT -> DataType.FLOAT32;
            case BYTE -> DataType.INT8;
            case UBYTE -> DataType.UINT8;
            case INT -> DataType.INT32;
            case LONG -> DataType.INT64;
            case BOOL -> DataType.BOOL;
            case DOUBLE, HALF, BFLOAT16 -> throw unknown(array, "castTo(DataType.FLOAT)");
            case SHORT, UINT16 -> throw unknown(array, "castTo(DataType.INT)");
            case UINT32, UINT64 -> throw unknown(array, "castTo(DataType.LONG), which must hold the values");
            default -> throw unknown(array, "no cast: these are no numbers");
        };
    }

    private static InvalidInputException unknown(INDArray array, String remedy) {
        return new InvalidInputException("array is " + array.dataType()
                + "; tensors are FLOAT, BYTE, UBYTE, INT, LONG or BOOL (" + remedy + ")");
    }

    private static org.nd4j.linalg.api.buffer.DataType elements(DataType type) {
        return switch (type) {
            case FLOAT32 -> org.nd4j.linalg.api.buffer.DataType.FLOAT;
            case INT8 -> org.nd4j.linalg.api.buffer.DataType.INT8;
            case UINT8 -> org.nd4j.linalg.api.buffer.DataType.UINT8;
            case INT32 -> org.nd4j.linalg.api.buffer.DataType.INT32;
            case INT64 -> org.nd4j.linalg.api.buffer.DataType.INT64;
            case BOOL -> org.nd4j.linalg.api.buffer.DataType.BOOL;
        };
    }
}
