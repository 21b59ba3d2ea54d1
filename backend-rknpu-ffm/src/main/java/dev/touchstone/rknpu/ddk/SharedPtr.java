package dev.touchstone.rknpu.ddk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * {@code std::shared_ptr}: the object and the block that counts its references, 0 if nobody does. The block of libstdc++
 * holds a table of functions, then the numbers of references and of weak references; both are changed atomically,
 * as the library does.
 */
record SharedPtr(long element, long control) {
    static final SharedPtr NULL = new SharedPtr(0, 0);

    private static final VarHandle COUNT = ValueLayout.JAVA_INT.varHandle();
    private static final int DISPOSE = 2;
    private static final int DESTROY = 3;

    static int size(int word) {
        return 2 * word;
    }

    /** The bytes of a block in front of the object that was made together with it. */
    static int controlSize(int word) {
        return word + 8;
    }

    static SharedPtr read(MemorySegment segment, long offset) {
        return new SharedPtr(Words.get(segment, offset), Words.get(segment, offset + Words.SIZE));
    }

    void write(MemorySegment segment, long offset) {
        Words.put(segment, offset, element);
        Words.put(segment, offset + Words.SIZE, control);
    }

    boolean isNull() {
        return element == 0;
    }

    /** One reference more; the same pointer. */
    SharedPtr retain() {
        if (control != 0) {
            COUNT.getAndAdd(block(), (long) Words.SIZE, 1);
        }
        return this;
    }

    /** One reference less; the last one destroys the object. */
    void release(DdkLibrary library) {
        if (control == 0 || (int) COUNT.getAndAdd(block(), (long) Words.SIZE, -1) != 1) {
            return;
        }
        var block = block();
        library.callVirtual(block, DISPOSE);
        if ((int) COUNT.getAndAdd(block, Words.SIZE + 4L, -1) == 1) {
            library.callVirtual(block, DESTROY);
        }
    }

    private MemorySegment block() {
        return Words.at(control, controlSize(Words.SIZE));
    }
}
