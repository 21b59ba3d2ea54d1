package dev.touchstone.arm.x86;

import static dev.touchstone.arm.x86.Opcodes.VADDPD;
import static dev.touchstone.arm.x86.Opcodes.VBROADCASTSD;
import static dev.touchstone.arm.x86.Opcodes.VCVTPD2PS;
import static dev.touchstone.arm.x86.Opcodes.VCVTPS2PD;
import static dev.touchstone.arm.x86.Opcodes.VDIVPD;
import static dev.touchstone.arm.x86.Opcodes.VMAXPD;
import static dev.touchstone.arm.x86.Opcodes.VMINPD;
import static dev.touchstone.arm.x86.Opcodes.VMULPD;
import static dev.touchstone.arm.x86.Opcodes.VPSHIFTQ;
import static dev.touchstone.arm.x86.Opcodes.VRNDSCALEPD;
import static dev.touchstone.arm.x86.Opcodes.VSQRTPD;
import static dev.touchstone.arm.x86.Opcodes.VSUBPD;

import dev.touchstone.arm.asm.CodeBuffer;

/** Vector instructions on doubles. EVEX wants their W bit set; VEX ignores it and is shorter without. */
abstract sealed class VectorDoubles extends VectorMoves permits X86Assembler {
    VectorDoubles(CodeBuffer code, X86Assembler.Encoding encoding) {
        super(code, encoding);
    }

    /** Sums of doubles. */
    public X86Assembler vaddpd(Vec dst, Vec a, VectorOperand b) {
        return doubles(VADDPD, dst, a, b);
    }

    /** Differences of doubles. */
    public X86Assembler vsubpd(Vec dst, Vec a, VectorOperand b) {
        return doubles(VSUBPD, dst, a, b);
    }

    /** Products of doubles. */
    public X86Assembler vmulpd(Vec dst, Vec a, VectorOperand b) {
        return doubles(VMULPD, dst, a, b);
    }

    /** Quotients of doubles. */
    public X86Assembler vdivpd(Vec dst, Vec a, VectorOperand b) {
        return doubles(VDIVPD, dst, a, b);
    }

    /** Smaller doubles; {@code b} where either is NaN. */
    public X86Assembler vminpd(Vec dst, Vec a, VectorOperand b) {
        return doubles(VMINPD, dst, a, b);
    }

    /** Larger doubles; {@code b} where either is NaN. */
    public X86Assembler vmaxpd(Vec dst, Vec a, VectorOperand b) {
        return doubles(VMAXPD, dst, a, b);
    }

    /** Square roots of doubles. */
    public X86Assembler vsqrtpd(Vec dst, VectorOperand src) {
        return doubles(VSQRTPD, dst, NONE, src);
    }

    /** Half a vector of floats to doubles. */
    public X86Assembler vcvtps2pd(Vec dst, VectorOperand src) {
        return vector(VCVTPS2PD, dst, NONE, src);
    }

    /** Doubles to half a vector of floats, rounded by MXCSR. */
    public X86Assembler vcvtpd2ps(Vec dst, Vec src) {
        encoder.emit(wide(VCVTPD2PS), dst.number(), NONE, src, src.bits());
        return self();
    }

    /** Doubles to integers in double: 1 down, 2 up, 3 to zero; {@code vrndscalepd} in EVEX, {@code vroundpd} in VEX. */
    public X86Assembler vroundpd(Vec dst, VectorOperand src, int direction) {
        doubles(VRNDSCALEPD, dst, NONE, src);
        code.put8(direction);
        return self();
    }

    /** Shifts qwords left. */
    public X86Assembler vpsllq(Vec dst, Vec src, int count) {
        encoder.emit(wide(VPSHIFTQ), 6, dst, src, dst.bits());
        code.put8(count);
        return self();
    }

    /** One double to all elements. */
    public X86Assembler vbroadcastsd(Vec dst, VectorOperand src) {
        return doubles(VBROADCASTSD, dst, NONE, src);
    }

    private X86Assembler doubles(Opcode opcode, Vec dst, Vec a, VectorOperand b) {
        return vector(wide(opcode), dst, a, b);
    }

    private Opcode wide(Opcode opcode) {
        return opcode.withW(encoding() == X86Assembler.Encoding.EVEX ? 1 : 0);
    }
}
