package dev.touchstone.arm.kernel;

import dev.touchstone.arm.machine.Machine;

/** Machine code of one shape. Equal records emit equal code. */
public interface Kernel {
    /** Emits the body, from the entry to before the return. */
    void emit(Machine m, ConstantPool constants);
}
