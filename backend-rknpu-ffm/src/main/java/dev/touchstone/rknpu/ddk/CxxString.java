package dev.touchstone.rknpu.ddk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * {@code std::string} of libstdc++ (the layout of C++11): data pointer, length, then 16 bytes that hold up to 15
 * characters and a zero, or the capacity. A short one points into itself, so that its memory must never move.
 */
final class CxxString {
    private static final int LOCAL = 15;

    private CxxString() {}

    static int size(int word) {
        return 2 * word + 16;
    }

    static void write(MemorySegment slot, String text, CxxHeap heap) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        slot.fill((byte) 0);
        MemorySegment data = slot.asSlice(2L * Words.SIZE, LOCAL + 1);
        if (bytes.length > LOCAL) {
            data = heap.allocate(bytes.length + 1L);
            Words.put(slot, 2L * Words.SIZE, bytes.length);
        }
        MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
        data.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        Words.put(slot, 0, data.address());
        Words.put(slot, Words.SIZE, bytes.length);
    }

    /** Its destructor. The slot may have been moved from. */
    static void destroy(MemorySegment slot, CxxHeap heap) {
        long data = Words.get(slot, 0);
        if (data != slot.address() + 2L * Words.SIZE) {
            heap.free(data);
        }
    }
}
