package dev.touchstone.runtime.isolation;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads frames. Trusts nothing: a wrong byte is a {@link ProtocolException}. For one thread. */
final class FrameInput {
    /** What a host writes before its first frame; whatever comes before it was written by somebody else. */
    static final byte[] GREETING = "touchstone-host\n".getBytes(StandardCharsets.US_ASCII);

    /** So many bytes of others are passed over in search of the greeting. */
    static final int MAX_NOISE = 1 << 16;

    private final InputStream in;
    private final byte[] header = new byte[Frame.HEADER];

    FrameInput(InputStream in) {
        this.in = in;
    }

    /**
     * Reads up to the end of the greeting.
     *
     * @return what was passed over: the output of login scripts, of a shell, of an error before the host began
     * @throws EOFException if the stream ends before; its message is what was read
     * @throws ProtocolException if too much was read without finding it
     */
    String awaitGreeting() throws IOException {
        var noise = new byte[MAX_NOISE + GREETING.length];
        int length = 0;
        while (length < noise.length) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException(new String(noise, 0, length, StandardCharsets.UTF_8));
            }
            noise[length++] = (byte) next;
            if (endsWithGreeting(noise, length)) {
                return new String(noise, 0, length - GREETING.length, StandardCharsets.UTF_8);
            }
        }
        throw new ProtocolException("no greeting of a host within the first " + MAX_NOISE + " bytes, which begin with "
                + printable(noise, 40) + "; expected 'touchstone host' to answer");
    }

    private static boolean endsWithGreeting(byte[] bytes, int length) {
        int start = length - GREETING.length;
        return start >= 0 && java.util.Arrays.equals(bytes, start, length, GREETING, 0, GREETING.length);
    }

    /** The next frame; null if the stream ends where a frame could begin. */
    @Nullable
    Frame read() throws IOException {
        int got = in.readNBytes(header, 0, header.length);
        if (got == 0) {
            return null;
        }
        if (got < header.length) {
            throw new EOFException("the stream ended within a frame");
        }
        var fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int magic = fields.getInt();
        int code = fields.getInt();
        int length = fields.getInt();
        int sum = fields.getInt();
        var type = FrameType.ofCode(code);
        if (magic != Frame.MAGIC || type == null) {
            throw new ProtocolException("found " + printable(header, header.length) + " where a frame should begin");
        }
        if (length < 0 || length > type.limit()) {
            throw new ProtocolException(type + " frame announces " + Integer.toUnsignedString(length)
                    + " bytes; expected " + type.limit() + " or less");
        }
        var payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the stream ended within a frame");
        }
        var crc = new CRC32C();
        crc.update(payload);
        if ((int) crc.getValue() != sum) {
            throw new ProtocolException(type + " frame of " + length + " bytes has checksum "
                    + Long.toHexString(crc.getValue()) + ", its header says " + Integer.toHexString(sum));
        }
        return new Frame(type, payload);
    }

    /** {@code 'Welcome to \x1b'}: the first bytes, as text where they are text. */
    private static String printable(byte[] bytes, int most) {
        var text = new StringBuilder("'");
        for (int i = 0; i < Math.min(most, bytes.length); i++) {
            int b = bytes[i] & 0xff;
            if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        return text.append('\'').toString();
    }
}
