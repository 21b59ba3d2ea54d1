package dev.touchstone.rknpu.ddk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory in units of a pointer, whose size differs between the 32-bit and the 64-bit library. */
final class Words {
    /** Bytes of a pointer of this process. */
    static final int SIZE = (int) ValueLayout.ADDRESS.byteSize();

    private Words() {}

    static long get(MemorySegment segment, long offset) {
        return SIZE == 8
                ? segment.get(ValueLayout.JAVA_LONG, offset)
                : Integer.toUnsignedLong(segment.get(ValueLayout.JAVA_INT, offset));
    }

    static void put(MemorySegment segment, long offset, long word) {
        if (SIZE == 8) {
            segment.set(ValueLayout.JAVA_LONG, offset, word);
        } else {
            segment.set(ValueLayout.JAVA_INT, offset, (int) word);
        }
    }

    /** Native memory that somebody else owns. */
    static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }
}
