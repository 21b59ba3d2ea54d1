package dev.touchstone.arm.kernel;

import dev.touchstone.arm.machine.Machine;

/** Machine code of one shape. Equal records emit equal code. */
public interface Kernel {
    /** Emits the body, from the entry to before the return. */
    void emit(Machine m, ConstantPool constants);

    /** Whether it reads its input's elements and nothing behind them, so that the input may be anybody's memory. */
    default boolean staysInInput() {
        return false;
    }
}
