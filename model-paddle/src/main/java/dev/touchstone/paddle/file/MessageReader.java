package dev.touchstone.paddle.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.touchstone.ModelFormatException;
import dev.touchstone.paddle.source.FaultPlace;
import dev.touchstone.paddle.source.Limit;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the fields of one protobuf message in place.
 *
 * <p>A generated parser would build the whole tree before anybody could count; this reader decodes nothing that its
 * caller does not ask for, checks each length against the bytes that are there, and knows the offset of each field.
 */
final class MessageReader implements FaultPlace {
    /** Where a message stands, put into words only for an error: most messages have none. */
    private record Place(@Nullable Place outer, String joint, String what) {
        /** Something there. */
        String with(String nextJoint, String detail) {
            var text = outer == null ? what : outer.with(joint, what);
            return text.isEmpty() ? detail : text + nextJoint + detail;
        }
    }

    /** Unknown groups inside each other; real programs have none at all. */
    private static final int GROUP_NESTING = 32;

    private final String source;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final long base;
    private final Place place;
    private final CodedInputStream in;
    private int tag;
    private int tagPosition;

    /**
     * Reads a message that is all of {@code bytes}.
     *
     * @param base offset of the first byte in the source, for messages
     * @param place what the message is, for messages; empty for a whole file
     */
    MessageReader(String source, byte[] bytes, long base, String place) {
        this(source, bytes, 0, bytes.length, base, new Place(null, "", place));
    }

    private MessageReader(String source, byte[] bytes, int start, int end, long base, Place place) {
        this.source = source;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.base = base;
        this.place = place;
        this.in = CodedInputStream.newInstance(bytes, start, end - start);
        in.setRecursionLimit(GROUP_NESTING);
        this.tagPosition = start;
    }

    /** The same message from its start. */
    MessageReader again() {
        return named("");
    }

    /** The same message from its start, with more said about what it is. */
    MessageReader named(String suffix) {
        return new MessageReader(source, bytes, start, end, base, new Place(place, "", suffix));
    }

    /** Goes to the next field; false at the end of the message. */
    boolean next() {
        tagPosition = position();
        try {
            tag = in.readTag();
        } catch (IOException e) {
            throw damaged("a field");
        }
        return tag != 0;
    }

    int field() {
        return WireFormat.getTagFieldNumber(tag);
    }

    /** Passes over the current field, whatever it is. */
    void skip() {
        try {
            if (in.skipField(tag)) {
                return;
            }
        } catch (IOException e) {
            throw damaged("field " + field());
        }
        throw damaged("field " + field());
    }

    /** The current field as a message of its own. */
    MessageReader message(String what) {
        int size = length(what);
        int from = position();
        advance(size, what);
        return new MessageReader(source, bytes, from, from + size, base, new Place(place, ", ", what));
    }

    /** The current field as a number. */
    long integer(String what) {
        require(WireFormat.WIRETYPE_VARINT, what);
        return varint(what);
    }

    /** The current field as a number of 32 bits. */
    int int32(String what) {
        long value = integer(what);
        if (value != (int) value) {
            throw fault(what + " is " + value + "; a number of 32 bits is allowed");
        }
        return (int) value;
    }

    /** The current field as a float32. */
    float float32(String what) {
        require(WireFormat.WIRETYPE_FIXED32, what);
        return fixed32(what);
    }

    /** Gives each number of the current field to the action: one, or all of a packed list. */
    void eachInteger(String what, LongConsumer action) {
        if (isDelimited()) {
            var packed = message(what);
            while (packed.position() < packed.end) {
                action.accept(packed.varint(what));
            }
        } else {
            action.accept(integer(what));
        }
    }

    /** Gives each float32 of the current field to the action: one, or all of a packed list. */
    void eachFloat32(String what, Consumer<Float> action) {
        if (isDelimited()) {
            var packed = message(what);
            while (packed.position() < packed.end) {
                action.accept(packed.fixed32(what));
            }
        } else {
            action.accept(float32(what));
        }
    }

    /** The current field as text of at most so many bytes. */
    String text(String what, Limit limit) {
        int size = length(what);
        if (!limit.admits(size)) {
            throw fault(what + ": " + limit.refusal(size, "bytes"));
        }
        ByteString utf8 = ByteString.copyFrom(bytes, position(), size);
        if (!utf8.isValidUtf8()) {
            throw fault(what + " is not valid UTF-8; the file is damaged");
        }
        advance(size, what);
        return utf8.toStringUtf8();
    }

    /** The current field as a name: text that is not empty and has no control character. */
    String name(String what, Limit limit) {
        String name = text(what, limit);
        if (name.isEmpty()) {
            throw fault(what + " is empty");
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw fault("%s has the control character U+%04X at index %d; names must be printable"
                        .formatted(what, (int) name.charAt(i), i));
            }
        }
        return name;
    }

    /** An error at the current field. */
    @Override
    public ModelFormatException fault(String what) {
        return new ModelFormatException(source, base + tagPosition, place.with(": ", what));
    }

    /** An error because a field that must be there is not: at the start of the message. */
    ModelFormatException missing(String what) {
        return new ModelFormatException(
                source, base + start, place.with(": ", what + " is missing; the file is damaged"));
    }

    private long varint(String what) {
        try {
            return in.readRawVarint64();
        } catch (IOException e) {
            throw damaged(what);
        }
    }

    private float fixed32(String what) {
        try {
            return in.readFloat();
        } catch (IOException e) {
            throw damaged(what);
        }
    }

    private boolean isDelimited() {
        return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private int length(String what) {
        require(WireFormat.WIRETYPE_LENGTH_DELIMITED, what);
        long size = varint(what);
        int left = end - position();
        if (size < 0 || size > left) {
            throw fault(what + " has length " + Long.toUnsignedString(size) + ", but only " + left
                    + " bytes are left; the file is cut off or damaged");
        }
        return (int) size;
    }

    private void require(int wireType, String what) {
        int found = WireFormat.getTagWireType(tag);
        if (found != wireType) {
            throw fault(what + " has wire type " + found + ", expected " + wireType
                    + "; the file is damaged or no Paddle program");
        }
    }

    private void advance(int size, String what) {
        try {
            in.skipRawBytes(size);
        } catch (IOException e) {
            throw damaged(what);
        }
    }

    private int position() {
        return start + in.getTotalBytesRead();
    }

    /** Protobuf's own exception says neither where nor what to do, so it is not passed on. */
    private ModelFormatException damaged(String what) {
        return fault(what + " cannot be decoded; the file is cut off, damaged or no Paddle program");
    }
}
