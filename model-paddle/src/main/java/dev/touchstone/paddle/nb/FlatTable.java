package dev.touchstone.paddle.nb;

import dev.touchstone.ModelFormatException;
import dev.touchstone.paddle.source.FaultPlace;
import dev.touchstone.paddle.source.Limit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * One table of a FlatBuffer, read by the ids of its fields. A field that is absent is 0, empty or absent, as its
 * accessor says.
 */
final class FlatTable implements FaultPlace {
    private static final int VTABLE_HEAD = 4;

    private final FlatData data;
    private final long position;
    private final long vtable;
    private final int vtableBytes;
    private final int tableBytes;
    private final Trail trail;

    private FlatTable(FlatData data, long position, long vtable, int vtableBytes, int tableBytes, Trail trail) {
        this.data = data;
        this.position = position;
        this.vtable = vtable;
        this.vtableBytes = vtableBytes;
        this.tableBytes = tableBytes;
        this.trail = trail;
    }

    static FlatTable at(FlatData data, long position, Trail trail) {
        long vtable = position - data.int32(position, trail);
        int vtableBytes = data.uint16(vtable, trail);
        int tableBytes = data.uint16(vtable + 2, trail);
        if (vtableBytes < VTABLE_HEAD || vtableBytes % 2 != 0 || tableBytes < 4) {
            throw data.fault(
                    vtable,
                    trail,
                    "a table of " + tableBytes + " bytes with a directory of " + vtableBytes
                            + " bytes is not possible; the file is damaged");
        }
        data.require(vtable, vtableBytes, trail);
        data.require(position, tableBytes, trail);
        data.visit(position, tableBytes, trail);
        return new FlatTable(data, position, vtable, vtableBytes, tableBytes, trail);
    }

    Trail trail() {
        return trail;
    }

    /** The same table under another name in messages. */
    FlatTable named(String name) {
        return new FlatTable(data, position, vtable, vtableBytes, tableBytes, trail.named(name));
    }

    /** Position of a field, or 0 if it is absent. */
    private long field(int id, int width) {
        int slot = VTABLE_HEAD + 2 * id;
        if (slot + 2 > vtableBytes) {
            return 0;
        }
        int offset = data.uint16(vtable + slot, trail);
        if (offset == 0) {
            return 0;
        }
        if (offset < 4 || offset + width > tableBytes) {
            throw data.fault(
                    vtable + slot,
                    trail,
                    "field " + id + " lies at bytes " + offset + ".." + (offset + width) + " of a table of "
                            + tableBytes + " bytes; the file is damaged");
        }
        return position + offset;
    }

    int int32(int id, int absent) {
        long at = field(id, 4);
        return at == 0 ? absent : data.int32(at, trail);
    }

    long int64(int id) {
        long at = field(id, 8);
        return at == 0 ? 0 : data.int64(at, trail);
    }

    float float32(int id) {
        return Float.intBitsToFloat(int32(id, 0));
    }

    boolean bool(int id) {
        return uint8(id) != 0;
    }

    int uint8(int id) {
        long at = field(id, 1);
        return at == 0 ? 0 : Byte.toUnsignedInt(data.int8(at, trail));
    }

    Optional<FlatTable> table(int id, String what) {
        long at = field(id, 4);
        var inner = trail.to(what);
        return at == 0 ? Optional.empty() : Optional.of(FlatTable.at(data, data.follow(at, inner), inner));
    }

    /** A table that must be there. */
    FlatTable required(int id, String what) {
        return table(id, what).orElseThrow(() -> fault(what + " is missing; the file is damaged"));
    }

    /** Text of at most so many bytes; empty if absent. */
    String text(int id, String what, Limit limit) {
        long at = field(id, 4);
        return at == 0 ? "" : textAt(data.follow(at, trail), what, limit);
    }

    private String textAt(long at, String what, Limit limit) {
        long size = Integer.toUnsignedLong(data.int32(at, trail));
        if (!limit.admits(size)) {
            throw data.fault(at, trail, what + ": " + limit.refusal(size, "bytes"));
        }
        var utf8 = data.slice(at + 4, size, trail);
        data.visit(at, size + 4, trail);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8.toArray(ValueLayout.JAVA_BYTE)))
                    .toString();
        } catch (CharacterCodingException e) {
            // Its own message says less.
            throw data.fault(at, trail, what + " is not valid UTF-8; the file is damaged");
        }
    }

    /** Number of elements of a vector; 0 if absent. */
    int count(int id, String what, int width) {
        long at = field(id, 4);
        return at == 0 ? 0 : countAt(data.follow(at, trail), what, width);
    }

    private int countAt(long at, String what, int width) {
        long count = Integer.toUnsignedLong(data.int32(at, trail));
        // Not require: a count that cannot be shall be named as one.
        if (count > Integer.MAX_VALUE - 8 || !data.has(at + 4, count * width)) {
            throw data.fault(
                    at, trail, what + " has " + count + " elements, more than the file has room for; it is damaged");
        }
        return (int) count;
    }

    /** Calls for the position of each element of a vector. */
    private void each(int id, String what, int width, PositionConsumer action) {
        long at = field(id, 4);
        if (at == 0) {
            return;
        }
        long vector = data.follow(at, trail);
        int count = countAt(vector, what, width);
        data.visit(vector, 4L + (long) count * width, trail);
        for (int i = 0; i < count; i++) {
            action.accept(i, vector + 4 + (long) i * width);
        }
    }

    @FunctionalInterface
    private interface PositionConsumer {
        void accept(int index, long position);
    }

    /** An action on a table of a vector. */
    @FunctionalInterface
    interface TableConsumer {
        void accept(int index, FlatTable table);
    }

    void eachTable(int id, String what, TableConsumer action) {
        each(id, what, 4, (i, at) -> {
            var inner = trail.to(what, i);
            action.accept(i, FlatTable.at(data, data.follow(at, inner), inner));
        });
    }

    void eachText(int id, String what, Limit limit, java.util.function.Consumer<String> action) {
        each(id, what, 4, (i, at) -> action.accept(textAt(data.follow(at, trail), what, limit)));
    }

    void eachInt32(int id, String what, IntConsumer action) {
        each(id, what, 4, (i, at) -> action.accept(data.int32(at, trail)));
    }

    void eachInt64(int id, String what, java.util.function.LongConsumer action) {
        each(id, what, 8, (i, at) -> action.accept(data.int64(at, trail)));
    }

    void eachInt8(int id, String what, IntConsumer action) {
        each(id, what, 1, (i, at) -> action.accept(data.int8(at, trail)));
    }

    /** The elements of a byte vector, without a copy; empty if absent. */
    MemorySegment bytes(int id, String what) {
        long at = field(id, 4);
        if (at == 0) {
            return MemorySegment.ofArray(new byte[0]);
        }
        long vector = data.follow(at, trail);
        int count = countAt(vector, what, 1);
        data.visit(vector, 4L + count, trail);
        return data.slice(vector + 4, count, trail);
    }

    @Override
    public ModelFormatException fault(String what) {
        return data.fault(position, trail, what);
    }
}
