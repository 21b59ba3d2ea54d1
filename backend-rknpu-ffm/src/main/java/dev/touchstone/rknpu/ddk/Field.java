package dev.touchstone.rknpu.ddk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** One field of a C++ structure with its value. Sizes are for pointers of so many bytes. */
sealed interface Field {
    int size(int word);

    int alignment(int word);

    /** Writes the value; what it owns comes from the heap. */
    void write(MemorySegment slot, CxxHeap heap);

    /** Frees what a written field owns, in whatever state the callee left it. */
    default void destroy(MemorySegment slot, CxxHeap heap) {}

    /** {@code int32_t}, {@code uint32_t} or an enumeration. */
    record Int(int value) implements Field {
        @Override
        public int size(int word) {
            return 4;
        }

        @Override
        public int alignment(int word) {
            return 4;
        }

        @Override
        public void write(MemorySegment slot, CxxHeap heap) {
            slot.set(ValueLayout.JAVA_INT, 0, value);
        }
    }

    /** {@code float}. */
    record Real(float value) implements Field {
        @Override
        public int size(int word) {
            return 4;
        }

        @Override
        public int alignment(int word) {
            return 4;
        }

        @Override
        public void write(MemorySegment slot, CxxHeap heap) {
            slot.set(ValueLayout.JAVA_FLOAT, 0, value);
        }
    }

    /** {@code uint8_t} or {@code bool}. */
    record Octet(int value) implements Field {
        static Octet of(boolean flag) {
            return new Octet(flag ? 1 : 0);
        }

        @Override
        public int size(int word) {
            return 1;
        }

        @Override
        public int alignment(int word) {
            return 1;
        }

        @Override
        public void write(MemorySegment slot, CxxHeap heap) {
            slot.set(ValueLayout.JAVA_BYTE, 0, (byte) value);
        }
    }

    /** A pointer to memory of somebody else. */
    record Pointer(long address) implements Field {
        @Override
        public int size(int word) {
            return word;
        }

        @Override
        public int alignment(int word) {
            return word;
        }

        @Override
        public void write(MemorySegment slot, CxxHeap heap) {
            Words.put(slot, 0, address);
        }
    }

    /** {@code std::string}. */
    record Text(String value) implements Field {
        @Override
        public int size(int word) {
            return CxxString.size(word);
        }

        @Override
        public int alignment(int word) {
            return word;
        }

        @Override
        public void write(MemorySegment slot, CxxHeap heap) {
            CxxString.write(slot, value, heap);
        }

        @Override
        public void destroy(MemorySegment slot, CxxHeap heap) {
            CxxString.destroy(slot, heap);
        }
    }

    /** {@code std::vector} of numbers of 4 bytes. */
    record Vector(MemorySegment elements) implements Field {
        static final Vector EMPTY = of();

        static Vector of(int... values) {
            return new Vector(MemorySegment.ofArray(values));
        }

        static Vector of(List<Integer> values) {
            return of(values.stream().mapToInt(Integer::intValue).toArray());
        }

        static Vector ofReal(float value) {
            return new Vector(MemorySegment.ofArray(new float[] {value}));
        }

        @Override
        public int size(int word) {
            return CxxVector.size(word);
        }

        @Override
        public int alignment(int word) {
            return word;
        }

        @Override
        public void write(MemorySegment slot, CxxHeap heap) {
            var storage = CxxVector.allocate(slot, elements.byteSize(), heap);
            MemorySegment.copy(elements, 0, storage, 0, elements.byteSize());
        }

        @Override
        public void destroy(MemorySegment slot, CxxHeap heap) {
            CxxVector.destroy(slot, heap);
        }
    }
}
