package dev.touchstone.paddle.source;

import java.lang.foreign.MemorySegment;

/**
 * Memory of the caller's; nothing is copied.
 *
 * @param name for messages
 * @param memory all of it
 */
public record MemorySource(String name, MemorySegment memory) implements ByteSource {
    @Override
    public long size() {
        return memory.byteSize();
    }

    @Override
    public MemorySegment piece(long offset, int length) {
        return memory.asSlice(offset, length);
    }

    @Override
    public void close() {}
}
