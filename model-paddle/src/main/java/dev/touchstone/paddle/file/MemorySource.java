package dev.touchstone.paddle.file;

import java.lang.foreign.MemorySegment;

/** Memory of the caller's; nothing is copied. */
record MemorySource(String name, MemorySegment memory) implements ByteSource {
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
