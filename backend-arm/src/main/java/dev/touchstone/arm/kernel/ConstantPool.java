package dev.touchstone.arm.kernel;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.Reg;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Constants that kernels share, each once. Addressed from {@link Reg#CONST}. Not thread-safe. */
public final class ConstantPool {
    /** Widest vector: a constant that fills vectors is repeated so often. */
    private static final int VECTOR = 64;

    private final Map<ByteBuffer, Integer> places = new HashMap<>();
    /** Of 64 bits that fill a vector: asked for again and again while code is emitted. */
    private final Map<Long, At> repeated = new HashMap<>();

    private byte[] bytes = new byte[4096];
    private int length;

    /** Begins empty. */
    public ConstantPool() {}

    /** A byte in all places. */
    public At bytes(int value) {
        return ints((value & 0xff) * 0x01010101);
    }

    /** A dword in all places. */
    public At ints(int value) {
        return longs((long) value << Integer.SIZE | Integer.toUnsignedLong(value));
    }

    /** A float in all places. */
    public At floats(float value) {
        return ints(Float.floatToRawIntBits(value));
    }

    /** A double in all places. */
    public At doubles(double value) {
        return longs(Double.doubleToRawLongBits(value));
    }

    /** 64 bits in all places. */
    public At longs(long bits) {
        return repeated.computeIfAbsent(bits, b -> {
            var vector = ByteBuffer.allocate(VECTOR).order(ByteOrder.LITTLE_ENDIAN);
            while (vector.hasRemaining()) {
                vector.putLong(b);
            }
            return place(vector.array());
        });
    }

    /** A double, once. */
    public At number(double value) {
        return place(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
    }

    /** Any bytes, aligned to 64. */
    public At place(byte[] content) {
        return At.at(Reg.CONST, places.computeIfAbsent(ByteBuffer.wrap(content.clone()), key -> append(content)));
    }

    /** Bytes that are not looked for among those already here: weights. Aligned to 64. */
    public int append(byte[] content) {
        int at = length;
        int end = Math.addExact(length, content.length) + VECTOR - 1 & -VECTOR;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        System.arraycopy(content, 0, bytes, at, content.length);
        length = end;
        return at;
    }

    /** Bytes in use. */
    public int length() {
        return length;
    }

    /** The memory up to {@link #length}, not a copy. */
    public byte[] content() {
        return bytes;
    }
}
