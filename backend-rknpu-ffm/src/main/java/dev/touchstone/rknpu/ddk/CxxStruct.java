package dev.touchstone.rknpu.ddk;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A C++ structure as the list of its fields, laid out by the rules of the platforms' ABIs: each field at the next
 * multiple of its alignment, the size a multiple of the largest alignment.
 */
record CxxStruct(List<Field> fields) {
    CxxStruct {
        fields = List.copyOf(fields);
    }

    static CxxStruct of(Field... fields) {
        return new CxxStruct(List.of(fields));
    }

    /** Where a field starts; for the index behind the last one, where the last one ends. */
    int offset(int index, int word) {
        int at = 0;
        for (int i = 0; i < fields.size(); i++) {
            at = align(at, fields.get(i).alignment(word));
            if (i == index) {
                return at;
            }
            at += fields.get(i).size(word);
        }
        return at;
    }

    int alignment(int word) {
        return fields.stream().mapToInt(f -> f.alignment(word)).max().orElse(1);
    }

    int size(int word) {
        return align(offset(fields.size(), word), alignment(word));
    }

    /** Writes all fields and zeros between them. */
    void write(MemorySegment memory, CxxHeap heap) {
        memory.asSlice(0, size(Words.SIZE)).fill((byte) 0);
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).write(slot(memory, i), heap);
        }
    }

    /** Frees what the fields own. */
    void destroy(MemorySegment memory, CxxHeap heap) {
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).destroy(slot(memory, i), heap);
        }
    }

    private MemorySegment slot(MemorySegment memory, int index) {
        return memory.asSlice(offset(index, Words.SIZE), fields.get(index).size(Words.SIZE));
    }

    private static int align(int at, int alignment) {
        return (at + alignment - 1) / alignment * alignment;
    }
}
