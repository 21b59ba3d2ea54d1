package dev.touchstone.arm.x86;

import dev.touchstone.arm.asm.CodeBuffer;

/** Puts the VEX or EVEX prefix, opcode and operands of a vector instruction. */
final class VectorEncoder {
    private final CodeBuffer code;
    private final X86Assembler.Encoding encoding;

    VectorEncoder(CodeBuffer code, X86Assembler.Encoding encoding) {
        this.code = code;
        this.encoding = encoding;
    }

    /** One instruction; {@code reg} goes into ModRM.reg (a register or an opcode extension). */
    void emit(Opcode opcode, int reg, Vec vvvv, VectorOperand rm, int bits) {
        switch (encoding) {
            case VEX -> vex(opcode, reg, vvvv.number(), rm, bits);
            case EVEX -> evex(opcode, reg, vvvv.number(), rm, bits);
        }
    }

    /** Manual volume 2, section 2.7: 62, then four payload fields, inverted register bits. */
    private void evex(Opcode opcode, int reg, int vvvv, VectorOperand rm, int bits) {
        boolean broadcast = rm instanceof Broadcast;
        int x = rm instanceof Vec v ? v.number() >> 4 & 1 : index(rm);
        int b = rm instanceof Vec v ? v.number() >> 3 & 1 : base(rm);
        code.put8(0x62);
        code.put8(not(reg >> 3) << 7 | not(x) << 6 | not(b) << 5 | not(reg >> 4) << 4 | opcode.map());
        code.put8(opcode.w() << 7 | (~vvvv & 15) << 3 | 4 | opcode.prefix());
        code.put8((bits == 512 ? 2 : bits == 256 ? 1 : 0) << 5 | (broadcast ? 16 : 0) | not(vvvv >> 4) << 3);
        code.put8(opcode.opcode());
        operand(reg, rm, broadcast ? 4 : opcode.tuple().bytes(bits / 8));
    }

    /** Manual volume 2, section 2.3: two bytes where map 0F, W 0 and no X or B are needed, else three. */
    private void vex(Opcode opcode, int reg, int vvvv, VectorOperand rm, int bits) {
        if (bits == 512 || (reg | vvvv | (rm instanceof Vec v ? v.number() : 0)) > 15 || rm instanceof Broadcast) {
            throw new IllegalArgumentException(
                    "VEX encodes neither 512 bits, registers above 15 nor embedded broadcast");
        }
        int x = rm instanceof Vec ? 0 : index(rm);
        int b = rm instanceof Vec v ? v.number() >> 3 : base(rm);
        int tail = (~vvvv & 15) << 3 | (bits == 256 ? 4 : 0) | opcode.prefix();
        if (opcode.map() == 1 && x == 0 && b == 0 && opcode.w() == 0) {
            code.put8(0xC5);
            code.put8(not(reg >> 3) << 7 | tail);
        } else {
            code.put8(0xC4);
            code.put8(not(reg >> 3) << 7 | not(x) << 6 | not(b) << 5 | opcode.map());
            code.put8(opcode.w() << 7 | tail);
        }
        code.put8(opcode.opcode());
        operand(reg, rm, 1);
    }

    private void operand(int reg, VectorOperand rm, int unit) {
        switch (rm) {
            case Vec v -> code.put8(0xC0 | (reg & 7) << 3 | (v.number() & 7));
            case Mem m -> ModRm.put(code, reg & 7, m, unit);
            case Broadcast(var m) -> ModRm.put(code, reg & 7, m, unit);
        }
    }

    private static Mem memory(VectorOperand rm) {
        return rm instanceof Broadcast(var m) ? m : (Mem) rm;
    }

    private static int index(VectorOperand rm) {
        var index = memory(rm).index();
        return index == null ? 0 : index.high();
    }

    private static int base(VectorOperand rm) {
        return memory(rm).base().high();
    }

    private static int not(int bit) {
        return ~bit & 1;
    }
}
