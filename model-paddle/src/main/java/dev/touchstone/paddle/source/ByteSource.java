package dev.touchstone.paddle.source;

import java.lang.foreign.MemorySegment;

/** Bytes of known number that can be looked at piece by piece: a file or memory. Not thread-safe. */
public interface ByteSource extends AutoCloseable {
    /** For messages: the file, or what the memory holds. */
    String name();

    /** How many bytes there are. */
    long size();

    /**
     * A piece, valid until the next call.
     *
     * @param offset of its first byte; {@code offset + length <= size()}
     */
    MemorySegment piece(long offset, int length);

    @Override
    void close();
}
