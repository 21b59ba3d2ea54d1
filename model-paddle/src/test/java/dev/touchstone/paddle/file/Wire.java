package dev.touchstone.paddle.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the wire format of program files byte by byte, right or wrong as a test wants it, independent of protobuf's
 * classes. Field numbers stand here as numbers on purpose.
 */
final class Wire {
    static final int BOOL = 0;
    static final int INT16 = 1;
    static final int INT32 = 2;
    static final int INT64 = 3;
    static final int FP16 = 4;
    static final int FP32 = 5;
    static final int FP64 = 6;
    static final int LOD_TENSOR = 7;
    static final int SELECTED_ROWS = 8;
    static final int FEED_MINIBATCH = 9;
    static final int FETCH_LIST = 10;
    static final int RAW = 17;
    static final int UINT8 = 20;
    static final int INT8 = 21;
    static final int BF16 = 22;
    static final int COMPLEX64 = 23;

    private Wire() {}

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] raw(int... bytes) {
        var out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = (byte) bytes[i];
        }
        return out;
    }

    static byte[] varint(long value) {
        var out = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    static byte[] tag(int field, int wireType) {
        return varint(((long) field << 3) | wireType);
    }

    static byte[] number(int field, long value) {
        return join(tag(field, 0), varint(value));
    }

    static byte[] float32(int field, float value) {
        return join(
                tag(field, 5),
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(value)
                        .array());
    }

    static byte[] float64(int field, double value) {
        return join(
                tag(field, 1),
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putDouble(value)
                        .array());
    }

    static byte[] message(int field, byte[]... parts) {
        byte[] content = join(parts);
        return join(tag(field, 2), varint(content.length), content);
    }

    static byte[] text(int field, String text) {
        return message(field, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A program of one block: index 0, no parent, then the given fields. */
    static byte[] program(byte[]... parts) {
        return block(0, -1, parts);
    }

    /** A block as a field of a program. */
    static byte[] block(int index, int parent, byte[]... parts) {
        return message(1, number(1, index), number(2, parent), join(parts));
    }

    /** A variable as a field of a block. */
    static byte[] variable(String name, int dataType, boolean persistable, long... dims) {
        return message(
                3,
                text(1, name),
                message(2, number(1, LOD_TENSOR), message(3, message(1, description(dataType, dims)))),
                number(3, persistable ? 1 : 0));
    }

    /** A variable without a tensor as a field of a block. */
    static byte[] variableOfKind(String name, int kind) {
        return message(3, text(1, name), message(2, number(1, kind)), number(3, 1));
    }

    /** A TensorDesc. */
    static byte[] description(int dataType, long... dims) {
        byte[] out = number(1, dataType);
        for (long extent : dims) {
            out = join(out, number(2, extent));
        }
        return out;
    }

    /** An operator as a field of a block. */
    static byte[] op(String type, byte[]... parts) {
        return message(4, join(parts), text(3, type));
    }

    static byte[] input(String slot, String... arguments) {
        return slot(1, slot, arguments);
    }

    static byte[] output(String slot, String... arguments) {
        return slot(2, slot, arguments);
    }

    private static byte[] slot(int field, String slot, String... arguments) {
        byte[] out = text(1, slot);
        for (String argument : arguments) {
            out = join(out, text(2, argument));
        }
        return message(field, out);
    }

    /** An attribute as a field of an operator. */
    static byte[] attribute(String name, int type, byte[]... value) {
        return message(4, text(1, name), number(2, type), join(value));
    }

    static byte[] feed(String name, int column) {
        return op("feed", input("X", "feed"), output("Out", name), attribute("col", 0, number(3, column)));
    }

    static byte[] fetch(String name, int column) {
        return op("fetch", input("X", name), output("Out", "fetch"), attribute("col", 0, number(3, column)));
    }

    /** A stored tensor without levels of detail. */
    static byte[] tensor(int dataType, long[] dims, byte[] elements) {
        byte[] description = description(dataType, dims);
        return join(new byte[16], little(description.length), description, elements);
    }

    static byte[] tensor(long[] dims, float... elements) {
        return tensor(FP32, dims, floats(elements));
    }

    static byte[] little(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static byte[] little(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    static byte[] floats(float... values) {
        var out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            out.putFloat(value);
        }
        return out.array();
    }

    static long[] dims(long... dims) {
        return dims;
    }
}
