package dev.touchstone.paddle.write;

import dev.touchstone.paddle.proto.Framework.VarType;
import dev.touchstone.paddle.source.ElementType;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes tensors as Paddle stores them: uint32 version 0; uint64 number of levels of detail, 0; uint32 version 0; int32
 * length of a TensorDesc and the TensorDesc; the elements, dense, row-major, little-endian.
 */
final class ParameterEncoder {
    private static final int PIECE_BYTES = 1 << 16;

    private ParameterEncoder() {}

    /** Appends one tensor. */
    static void write(Tensor tensor, OutputStream out) throws IOException {
        var description = VarType.TensorDesc.newBuilder()
                .setDataType(VarType.Type.forNumber(
                        ElementType.forMemory(tensor.type().dataType()).number()))
                .addAllDims(StoredParameters.dims(tensor))
                .build()
                .toByteArray();
        var head = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0).putLong(0).putInt(0).putInt(description.length);
        out.write(head.array());
        out.write(description);
        elements(tensor, out);
    }

    /** Appends the elements alone, little-endian. */
    static void elements(Tensor tensor, OutputStream out) throws IOException {
        var data = tensor.segment();
        for (long at = 0; at < data.byteSize(); at += PIECE_BYTES) {
            var piece = data.asSlice(at, Math.min(PIECE_BYTES, data.byteSize() - at));
            out.write(littleEndian(piece, tensor.type().dataType().bytes()));
        }
    }

    private static byte[] littleEndian(MemorySegment piece, int width) {
        var bytes = piece.toArray(ValueLayout.JAVA_BYTE);
        if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            for (int first = 0; first < bytes.length; first += width) {
                for (int i = first, j = first + width - 1; i < j; i++, j--) {
                    byte swapped = bytes[i];
                    bytes[i] = bytes[j];
                    bytes[j] = swapped;
                }
            }
        }
        return bytes;
    }
}
