package dev.touchstone.runtime.isolation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Puts together a payload: little-endian numbers, strings and lists with their length in front. For one thread. */
final class WireWriter {
    private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer.flip();
            buffer =
                    ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer);
        }
    }

    WireWriter u8(int value) {
        reserve(1);
        buffer.put((byte) value);
        return this;
    }

    WireWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    WireWriter i32(int value) {
        reserve(4);
        buffer.putInt(value);
        return this;
    }

    WireWriter i64(long value) {
        reserve(8);
        buffer.putLong(value);
        return this;
    }

    /** The bits, so that no NaN changes. */
    WireWriter f32(float value) {
        return i32(Float.floatToRawIntBits(value));
    }

    WireWriter string(String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        i32(bytes.length);
        reserve(bytes.length);
        buffer.put(bytes);
        return this;
    }

    <T> WireWriter list(Collection<T> items, BiConsumer<WireWriter, T> each) {
        i32(items.size());
        items.forEach(item -> each.accept(this, item));
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
