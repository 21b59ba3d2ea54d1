package dev.touchstone.arm.x86;

import dev.touchstone.arm.asm.CodeBuffer;

/** The bytes that address memory: ModRM, SIB and displacement. */
final class ModRm {
    private ModRm() {}

    /**
     * Emits them.
     *
     * @param reg low three bits of the register operand
     * @param unit EVEX scales a one-byte displacement by this; 1 elsewhere
     */
    static void put(CodeBuffer code, int reg, Mem mem, int unit) {
        int displacement = mem.displacement();
        int base = mem.base().low();
        boolean small = displacement % unit == 0 && displacement / unit == (byte) (displacement / unit);
        int mod = displacement == 0 && base != 5 ? 0 : small ? 1 : 2;
        var index = mem.index();
        if (index != null || base == 4) {
            code.put8(mod << 6 | reg << 3 | 4);
            code.put8(Integer.numberOfTrailingZeros(mem.scale()) << 6 | (index == null ? 4 : index.low()) << 3 | base);
        } else {
            code.put8(mod << 6 | reg << 3 | base);
        }
        if (mod == 1) {
            code.put8(displacement / unit);
        } else if (mod == 2) {
            code.put32(displacement);
        }
    }
}
