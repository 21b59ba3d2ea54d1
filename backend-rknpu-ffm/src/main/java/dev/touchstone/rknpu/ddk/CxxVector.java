package dev.touchstone.rknpu.ddk;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** {@code std::vector}: pointers to begin, end and end of storage; three nulls if empty. */
final class CxxVector {
    private CxxVector() {}

    static int size(int word) {
        return 3 * word;
    }

    /** Makes room for so many bytes of elements, which the caller fills in. */
    static MemorySegment allocate(MemorySegment slot, long bytes, CxxHeap heap) {
        slot.fill((byte) 0);
        if (bytes == 0) {
            return MemorySegment.NULL;
        }
        var storage = heap.allocate(bytes);
        Words.put(slot, 0, storage.address());
        Words.put(slot, Words.SIZE, storage.address() + bytes);
        Words.put(slot, 2L * Words.SIZE, storage.address() + bytes);
        return storage;
    }

    /** A vector of shared pointers, each of which becomes a reference of the vector's own. */
    static void write(MemorySegment slot, List<SharedPtr> elements, CxxHeap heap) {
        long each = SharedPtr.size(Words.SIZE);
        var storage = allocate(slot, elements.size() * each, heap);
        for (int i = 0; i < elements.size(); i++) {
            elements.get(i).retain().write(storage, i * each);
        }
    }

    /** The shared pointers in it, as the vector's references: nothing is counted. */
    static List<SharedPtr> pointers(MemorySegment slot) {
        long begin = Words.get(slot, 0);
        long each = SharedPtr.size(Words.SIZE);
        long count = (Words.get(slot, Words.SIZE) - begin) / each;
        var found = new ArrayList<SharedPtr>();
        if (count > 0) {
            var storage = Words.at(begin, count * each);
            for (long i = 0; i < count; i++) {
                found.add(SharedPtr.read(storage, i * each));
            }
        }
        return found;
    }

    /** The destructor for elements without one. The slot may have been moved from. */
    static void destroy(MemorySegment slot, CxxHeap heap) {
        heap.free(Words.get(slot, 0));
    }
}
