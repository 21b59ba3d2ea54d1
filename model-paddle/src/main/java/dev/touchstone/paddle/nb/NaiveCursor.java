package dev.touchstone.paddle.nb;

import dev.touchstone.ModelFormatException;
import dev.touchstone.paddle.source.ByteSource;
import dev.touchstone.paddle.source.FaultPlace;
import dev.touchstone.paddle.source.Limit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a naive buffer: numbers, texts and lists one after the other, without tags or padding. Nothing is read or
 * allocated before the source is known to hold it.
 */
final class NaiveCursor implements FaultPlace {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ByteSource source;
    private final long end;
    private long position;
    private Trail trail = Trail.START;

    NaiveCursor(ByteSource source, long position, long end) {
        this.source = source;
        this.position = position;
        this.end = end;
    }

    /** From now on, messages say this. */
    void at(Trail newTrail) {
        trail = newTrail;
    }

    long left() {
        return end - position;
    }

    boolean bool() {
        return take(1, "a flag").get(ValueLayout.JAVA_BYTE, 0) != 0;
    }

    int int32(String what) {
        return take(4, what).get(INT, 0);
    }

    long int64(String what) {
        return take(8, what).get(LONG, 0);
    }

    float float32(String what) {
        return Float.intBitsToFloat(int32(what));
    }

    /** Number of elements of a list, each of which takes at least so many bytes. */
    int count(String what, int least) {
        long count = int64("number of " + what);
        if (count < 0 || count > left() / least || count > Integer.MAX_VALUE - 8) {
            throw fault(Long.toUnsignedString(count) + " " + what + " do not fit the " + left()
                    + " bytes that are left; the file is cut off or damaged");
        }
        return (int) count;
    }

    String text(String what, Limit limit) {
        int size = count("bytes of " + what, 1);
        if (!limit.admits(size)) {
            throw fault(what + ": " + limit.refusal(size, "bytes"));
        }
        var utf8 = take(size, what).toArray(ValueLayout.JAVA_BYTE);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            // Its own message says less.
            throw fault(what + " is not valid UTF-8; the file is damaged");
        }
    }

    /** Passes over bytes. */
    void skip(long bytes, String what) {
        requireLeft(bytes, what);
        position += bytes;
    }

    /** The next bytes, valid until the next call. */
    MemorySegment take(int bytes, String what) {
        requireLeft(bytes, what);
        var piece = source.piece(position, bytes);
        position += bytes;
        return piece;
    }

    private void requireLeft(long bytes, String what) {
        if (bytes > left()) {
            throw fault(what + ": " + bytes + " bytes expected, " + left() + " left; the file is cut off or damaged");
        }
    }

    @Override
    public ModelFormatException fault(String what) {
        return new ModelFormatException(source.name(), position, trail.prefix() + what);
    }
}
