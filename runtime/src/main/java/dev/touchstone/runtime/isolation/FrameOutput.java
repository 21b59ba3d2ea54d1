package dev.touchstone.runtime.isolation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Writes frames. Thread-safe: a frame is written as a whole. */
final class FrameOutput {
    private final OutputStream out;

    FrameOutput(OutputStream out) {
        this.out = out;
    }

    /** Writes what marks the beginning of a host's frames. */
    synchronized void greet() throws IOException {
        out.write(FrameInput.GREETING);
        out.flush();
    }

    void send(FrameType type, WireWriter message) throws IOException {
        send(type, message.toBytes());
    }

    /** Writes a frame and makes sure that it leaves. */
    synchronized void send(FrameType type, byte[] payload) throws IOException {
        if (payload.length > type.limit()) {
            throw new ProtocolException(
                    type + " message has " + payload.length + " bytes; at most " + type.limit() + " go into a frame");
        }
        var crc = new CRC32C();
        crc.update(payload);
        // One write for small frames: fewer wake-ups of the other side.
        var frame = ByteBuffer.allocate(Frame.HEADER + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(Frame.MAGIC)
                .putInt(type.code())
                .putInt(payload.length)
                .putInt((int) crc.getValue())
                .put(payload);
        out.write(frame.array());
        out.flush();
    }
}
