package dev.touchstone.cli.tensor;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Elements as files hold them: little-endian, row-major, dense. */
final class LittleEndian {
    private LittleEndian() {}

    /** A copy of the elements. */
    static byte[] bytes(Tensor tensor) {
        var out = new byte[Math.toIntExact(tensor.type().bytes())];
        copy(
                tensor.type(),
                tensor.segment(),
                ByteOrder.nativeOrder(),
                MemorySegment.ofArray(out),
                ByteOrder.LITTLE_ENDIAN);
        return out;
    }

    /** A new tensor from the elements that start at an offset. */
    static Tensor tensor(TensorType type, byte[] bytes, int offset) {
        var tensor = Tensor.allocate(type);
        var from = MemorySegment.ofArray(bytes).asSlice(offset, type.bytes());
        copy(type, from, ByteOrder.LITTLE_ENDIAN, tensor.segment(), ByteOrder.nativeOrder());
        return tensor;
    }

    private static void copy(
            TensorType type, MemorySegment from, ByteOrder order, MemorySegment to, ByteOrder toOrder) {
        var element = element(type.dataType());
        MemorySegment.copy(
                from,
                element.withOrder(order),
                0,
                to,
                element.withOrder(toOrder),
                0,
                type.shape().elements());
    }

    private static ValueLayout element(DataType type) {
        return switch (type.bytes()) {
            case 1 -> ValueLayout.JAVA_BYTE;
            case 4 -> ValueLayout.JAVA_INT_UNALIGNED;
            default -> ValueLayout.JAVA_LONG_UNALIGNED;
        };
    }
}
