package dev.touchstone.paddle.nb;

import dev.touchstone.ModelFormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The bytes of one FlatBuffer from a stranger. Every position is checked before it is read, so no offset leads out of
 * the buffer; and every visit is paid for out of a budget of {@value #VISITS} times the buffer's length, so no offset
 * that many share makes much out of little.
 */
final class FlatData {
    private static final int VISITS = 16;
    private static final int FREE_VISITS = 1024;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String source;
    private final MemorySegment bytes;
    private final long base;
    private long budget;

    /**
     * A buffer.
     *
     * @param base its offset in the source, for messages
     */
    FlatData(String source, MemorySegment bytes, long base) {
        this.source = source;
        this.bytes = bytes;
        this.base = base;
        this.budget = VISITS * bytes.byteSize() + FREE_VISITS;
    }

    /** The root table. */
    FlatTable root(Trail trail) {
        return FlatTable.at(this, follow(0, trail), trail);
    }

    /** The position that an unsigned offset at a position leads to. */
    long follow(long at, Trail trail) {
        long target = at + Integer.toUnsignedLong(int32(at, trail));
        require(target, 4, trail);
        return target;
    }

    int uint16(long at, Trail trail) {
        require(at, 2, trail);
        return Short.toUnsignedInt(bytes.get(SHORT, at));
    }

    int int32(long at, Trail trail) {
        require(at, 4, trail);
        return bytes.get(INT, at);
    }

    long int64(long at, Trail trail) {
        require(at, 8, trail);
        return bytes.get(LONG, at);
    }

    byte int8(long at, Trail trail) {
        require(at, 1, trail);
        return bytes.get(ValueLayout.JAVA_BYTE, at);
    }

    /** A part of the buffer, without a copy. */
    MemorySegment slice(long at, long size, Trail trail) {
        require(at, size, trail);
        return bytes.asSlice(at, size);
    }

    /** Whether all of these bytes are in the buffer. */
    boolean has(long at, long size) {
        return at >= 0 && size >= 0 && at <= bytes.byteSize() - size;
    }

    /** Fails unless all of these bytes are in the buffer. */
    void require(long at, long size, Trail trail) {
        if (!has(at, size)) {
            throw fault(
                    Math.clamp(at, 0, bytes.byteSize()),
                    trail,
                    "an offset leads to bytes " + at + ".." + (at + size) + " of a part that has " + bytes.byteSize()
                            + "; the file is damaged");
        }
    }

    /** Pays for a visit. */
    void visit(long at, long size, Trail trail) {
        budget -= size;
        if (budget < 0) {
            throw fault(
                    at,
                    trail,
                    "so many offsets lead to the same places that the content is more than " + VISITS
                            + " times the file; the file is damaged or made to do harm");
        }
    }

    ModelFormatException fault(long at, Trail trail, String what) {
        return new ModelFormatException(source, base + at, trail.prefix() + what);
    }
}
