package dev.touchstone.rknpu.ddk;

import java.lang.foreign.MemorySegment;

/**
 * Operator new and delete of the library. What C++ objects own must come from here, because either side may be the one
 * that frees it.
 */
interface CxxHeap {
    /** Uninitialized memory. */
    MemorySegment allocate(long bytes);

    /** Gives memory back; nothing happens for address 0. */
    void free(long address);
}
