package dev.touchstone.paddle.file;

import java.lang.foreign.MemorySegment;

/** Bytes of known number that can be looked at piece by piece: a file or memory. Not thread-safe. */
interface ByteSource extends AutoCloseable {
    /** For messages: the file, or what the memory holds. */
    String name();

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
