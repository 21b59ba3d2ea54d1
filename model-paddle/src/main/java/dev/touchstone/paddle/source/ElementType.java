package dev.touchstone.paddle.source;

import dev.touchstone.paddle.proto.Framework.VarType;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The element types that parameters are stored in, and what they become in memory. float16, bfloat16 and int16 fit
 * their wider types exactly; float64 is rounded to the nearest float32.
 */
public enum ElementType {
    /** One byte, 0 or 1. */
    BOOL(VarType.Type.BOOL_VALUE, 1, DataType.BOOL),
    /** Unsigned bytes. */
    UINT8(VarType.Type.UINT8_VALUE, 1, DataType.UINT8),
    /** Signed bytes. */
    INT8(VarType.Type.INT8_VALUE, 1, DataType.INT8),
    /** Integers of 16 bits. */
    INT16(VarType.Type.INT16_VALUE, 2, DataType.INT32),
    /** Integers of 32 bits. */
    INT32(VarType.Type.INT32_VALUE, 4, DataType.INT32),
    /** Integers of 64 bits. */
    INT64(VarType.Type.INT64_VALUE, 8, DataType.INT64),
    /** Half precision. */
    FLOAT16(VarType.Type.FP16_VALUE, 2, DataType.FLOAT32),
    /** The upper half of a float32. */
    BFLOAT16(VarType.Type.BF16_VALUE, 2, DataType.FLOAT32),
    /** Single precision. */
    FLOAT32(VarType.Type.FP32_VALUE, 4, DataType.FLOAT32),
    /** Double precision. */
    FLOAT64(VarType.Type.FP64_VALUE, 8, DataType.FLOAT32);

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int number;
    private final int bytes;
    private final DataType inMemory;

    ElementType(int number, int bytes, DataType inMemory) {
        this.number = number;
        this.bytes = bytes;
        this.inMemory = inMemory;
    }

    /** The type of a VarType number, if tensors of it can be read. */
    public static Optional<ElementType> of(int number) {
        return Arrays.stream(values()).filter(t -> t.number == number).findFirst();
    }

    /** The VarType number with the name it has in Paddle, for messages. */
    public static String describe(int number) {
        var type = VarType.Type.forNumber(number);
        return type == null ? "VarType " + number : type.name();
    }

    /** The types that can be read, for messages. */
    public static String readable() {
        return Arrays.stream(values()).map(t -> describe(t.number)).collect(Collectors.joining(", "));
    }

    /** The VarType number. */
    public int number() {
        return number;
    }

    /** The type in which elements of a type in memory are written; reading them back changes nothing. */
    public static ElementType forMemory(DataType type) {
        return switch (type) {
            case BOOL -> BOOL;
            case UINT8 -> UINT8;
            case INT8 -> INT8;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT32 -> FLOAT32;
        };
    }

    /** Size of one element in a file. */
    public int bytes() {
        return bytes;
    }

    /** The type that the elements have in memory. */
    public DataType inMemory() {
        return inMemory;
    }

    /** True if the file's type is another than the one in memory. */
    public boolean isConverted() {
        return switch (this) {
            case INT16, FLOAT16, BFLOAT16, FLOAT64 -> true;
            case BOOL, UINT8, INT8, INT32, INT64, FLOAT32 -> false;
        };
    }

    /**
     * Decodes elements of a file into a tensor of type {@link #inMemory()} that is a whole array.
     *
     * @param stored little-endian, dense
     * @param first index of the first element to write
     */
    public void decode(MemorySegment stored, int count, Tensor into, int first) {
        switch (this) {
            case BOOL -> {
                for (int i = 0; i < count; i++) {
                    into.bytes()[first + i] = (byte) (stored.get(ValueLayout.JAVA_BYTE, i) == 0 ? 0 : 1);
                }
            }
            case UINT8, INT8 -> MemorySegment.copy(stored, ValueLayout.JAVA_BYTE, 0, into.bytes(), first, count);
            case INT32 -> MemorySegment.copy(stored, INT, 0, into.ints(), first, count);
            case INT64 -> MemorySegment.copy(stored, LONG, 0, into.longs(), first, count);
            case FLOAT32 -> MemorySegment.copy(stored, FLOAT, 0, into.floats(), first, count);
            case INT16 -> {
                int[] to = into.ints();
                for (int i = 0; i < count; i++) {
                    to[first + i] = stored.get(SHORT, 2L * i);
                }
            }
            case FLOAT16 -> {
                float[] to = into.floats();
                for (int i = 0; i < count; i++) {
                    to[first + i] = Float.float16ToFloat(stored.get(SHORT, 2L * i));
                }
            }
            case BFLOAT16 -> {
                float[] to = into.floats();
                for (int i = 0; i < count; i++) {
                    to[first + i] = Float.intBitsToFloat(stored.get(SHORT, 2L * i) << 16);
                }
            }
            case FLOAT64 -> {
                float[] to = into.floats();
                for (int i = 0; i < count; i++) {
                    to[first + i] = (float) stored.get(DOUBLE, 8L * i);
                }
            }
        }
    }
}
