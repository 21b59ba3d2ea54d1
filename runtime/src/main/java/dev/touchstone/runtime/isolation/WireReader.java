package dev.touchstone.runtime.isolation;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes a payload apart. Whatever does not fit is a {@link ProtocolException} with its place. For one thread. */
final class WireReader {
    private final FrameType type;
    private final ByteBuffer buffer;

    WireReader(FrameType type, byte[] payload) {
        this.type = type;
        this.buffer = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    }

    ProtocolException fault(String what) {
        return new ProtocolException(type, buffer.position(), what);
    }

    private <T> T take(Supplier<T> read) {
        try {
            return read.get();
        } catch (BufferUnderflowException e) {
            throw fault("the frame ends within a value");
        }
    }

    int u8() {
        return take(buffer::get) & 0xff;
    }

    boolean bool() {
        int value = u8();
        if (value > 1) {
            throw fault("found " + value + "; expected 0 or 1");
        }
        return value == 1;
    }

    int i32() {
        return take(buffer::getInt);
    }

    long i64() {
        return take(buffer::getLong);
    }

    float f32() {
        return Float.intBitsToFloat(i32());
    }

    String string() {
        int length = count(1);
        var bytes = buffer.slice(buffer.position(), length);
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            buffer.position(buffer.position() + length);
            return text;
        } catch (CharacterCodingException e) {
            throw fault("a string is not UTF-8");
        }
    }

    /**
     * A number of things, refused where they cannot be there, so that nothing is allocated for a lie.
     *
     * @param least bytes that each of them takes at least
     */
    int count(int least) {
        int count = i32();
        if (count < 0 || (long) count * least > buffer.remaining()) {
            throw fault("announces " + Integer.toUnsignedString(count) + " items; the " + buffer.remaining()
                    + " bytes left hold at most " + buffer.remaining() / least);
        }
        return count;
    }

    /** Items of at least one byte each. */
    <T> List<T> list(Function<WireReader, T> each) {
        int count = count(1);
        var items = new ArrayList<T>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            items.add(each.apply(this));
        }
        return List.copyOf(items);
    }

    /** An index into something of this size. */
    int index(int size, String what) {
        int index = i32();
        if (index < 0 || index >= size) {
            throw fault(what + " " + Integer.toUnsignedString(index) + " does not exist; there are " + size);
        }
        return index;
    }

    /** An enum's constant by name. */
    <E> E constant(Class<E> kind) {
        var name = string();
        for (var value : kind.getEnumConstants()) {
            if (value instanceof Enum<?> e && e.name().equals(name)) {
                return value;
            }
        }
        throw fault("'" + name + "' is no " + kind.getSimpleName());
    }

    /** Nothing may be left over. */
    void end() {
        if (buffer.hasRemaining()) {
            throw fault(buffer.remaining() + " bytes are left over");
        }
    }
}
