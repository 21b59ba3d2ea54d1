package dev.touchstone.arm.x86;

import static dev.touchstone.arm.x86.Opcodes.VADDSD;
import static dev.touchstone.arm.x86.Opcodes.VBROADCASTSS;
import static dev.touchstone.arm.x86.Opcodes.VCVTDQ2PS;
import static dev.touchstone.arm.x86.Opcodes.VCVTPS2DQ;
import static dev.touchstone.arm.x86.Opcodes.VCVTSD2SI;
import static dev.touchstone.arm.x86.Opcodes.VDIVSD;
import static dev.touchstone.arm.x86.Opcodes.VEXTRACTI128;
import static dev.touchstone.arm.x86.Opcodes.VMAXSD;
import static dev.touchstone.arm.x86.Opcodes.VMINSD;
import static dev.touchstone.arm.x86.Opcodes.VMOVDQU_LOAD;
import static dev.touchstone.arm.x86.Opcodes.VMOVDQU_STORE;
import static dev.touchstone.arm.x86.Opcodes.VMOVD_STORE;
import static dev.touchstone.arm.x86.Opcodes.VMOVQ_STORE;
import static dev.touchstone.arm.x86.Opcodes.VMOVSD_LOAD;
import static dev.touchstone.arm.x86.Opcodes.VMULSD;
import static dev.touchstone.arm.x86.Opcodes.VPBROADCASTB;
import static dev.touchstone.arm.x86.Opcodes.VPBROADCASTD;
import static dev.touchstone.arm.x86.Opcodes.VPMOVSDB;
import static dev.touchstone.arm.x86.Opcodes.VPMOVSWB;
import static dev.touchstone.arm.x86.Opcodes.VPMOVSXBD;
import static dev.touchstone.arm.x86.Opcodes.VPMOVSXBW;
import static dev.touchstone.arm.x86.Opcodes.VPMOVZXBD;
import static dev.touchstone.arm.x86.Opcodes.VPMOVZXBW;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.x86.X86Assembler.Encoding;

/** Vector instructions that move, widen, narrow and convert, and those on single doubles. */
abstract sealed class VectorMoves extends GeneralInstructions permits VectorDoubles {
    static final Vec NONE = Vec.xmm(0);

    final VectorEncoder encoder;
    private final Encoding encoding;

    VectorMoves(CodeBuffer code, Encoding encoding) {
        super(code);
        this.encoding = encoding;
        this.encoder = new VectorEncoder(code, encoding);
    }

    /** Of vector instructions. */
    public Encoding encoding() {
        return encoding;
    }

    /** Signed dwords to floats, rounded by MXCSR. */
    public X86Assembler vcvtdq2ps(Vec dst, VectorOperand src) {
        return vector(VCVTDQ2PS, dst, NONE, src);
    }

    /** Floats to signed dwords, rounded by MXCSR; 0x80000000 where they do not fit. */
    public X86Assembler vcvtps2dq(Vec dst, VectorOperand src) {
        return vector(VCVTPS2DQ, dst, NONE, src);
    }

    /** Widens signed bytes to dwords. */
    public X86Assembler vpmovsxbd(Vec dst, VectorOperand src) {
        return vector(VPMOVSXBD, dst, NONE, src);
    }

    /** Widens unsigned bytes to dwords. */
    public X86Assembler vpmovzxbd(Vec dst, VectorOperand src) {
        return vector(VPMOVZXBD, dst, NONE, src);
    }

    /** Widens signed bytes to words. */
    public X86Assembler vpmovsxbw(Vec dst, VectorOperand src) {
        return vector(VPMOVSXBW, dst, NONE, src);
    }

    /** Widens unsigned bytes to words. */
    public X86Assembler vpmovzxbw(Vec dst, VectorOperand src) {
        return vector(VPMOVZXBW, dst, NONE, src);
    }

    /** One float to all elements. */
    public X86Assembler vbroadcastss(Vec dst, VectorOperand src) {
        return vector(VBROADCASTSS, dst, NONE, src);
    }

    /** One dword to all elements. */
    public X86Assembler vpbroadcastd(Vec dst, VectorOperand src) {
        return vector(VPBROADCASTD, dst, NONE, src);
    }

    /** One byte to all elements. */
    public X86Assembler vpbroadcastb(Vec dst, VectorOperand src) {
        return vector(VPBROADCASTB, dst, NONE, src);
    }

    /** Loads a vector; {@code vmovdqu32} in EVEX. */
    public X86Assembler vmovdqu(Vec dst, VectorOperand src) {
        return vector(VMOVDQU_LOAD, dst, NONE, src);
    }

    /** Stores a vector; {@code vmovdqu32} in EVEX. */
    public X86Assembler vmovdqu(Mem dst, Vec src) {
        return vector(VMOVDQU_STORE, src, NONE, dst);
    }

    /** Stores the lowest dword. */
    public X86Assembler vmovd(Mem dst, Vec src) {
        return vector(VMOVD_STORE, src.withBits(128), NONE, dst);
    }

    /** 128 bits of a wider vector; {@code vextracti32x4} in EVEX. */
    public X86Assembler vextracti128(VectorOperand dst, Vec src, int part) {
        vector(VEXTRACTI128, src, NONE, dst);
        code.put8(part);
        return self();
    }

    /** Words to signed bytes, saturated, into half the width; EVEX only. */
    public X86Assembler vpmovswb(VectorOperand dst, Vec src) {
        require(Encoding.EVEX, "vpmovswb");
        return vector(VPMOVSWB, src, NONE, dst);
    }

    /** Dwords to signed bytes, saturated, into a quarter of the width; EVEX only. */
    public X86Assembler vpmovsdb(VectorOperand dst, Vec src) {
        require(Encoding.EVEX, "vpmovsdb");
        return vector(VPMOVSDB, src, NONE, dst);
    }

    /** Sum of the lowest doubles. */
    public X86Assembler vaddsd(Vec dst, Vec a, VectorOperand b) {
        return scalar(VADDSD, dst, a, b);
    }

    /** Product of the lowest doubles. */
    public X86Assembler vmulsd(Vec dst, Vec a, VectorOperand b) {
        return scalar(VMULSD, dst, a, b);
    }

    /** Quotient of the lowest doubles. */
    public X86Assembler vdivsd(Vec dst, Vec a, VectorOperand b) {
        return scalar(VDIVSD, dst, a, b);
    }

    /** Smaller of the lowest doubles; {@code b} if either is NaN. */
    public X86Assembler vminsd(Vec dst, Vec a, VectorOperand b) {
        return scalar(VMINSD, dst, a, b);
    }

    /** Larger of the lowest doubles; {@code b} if either is NaN. */
    public X86Assembler vmaxsd(Vec dst, Vec a, VectorOperand b) {
        return scalar(VMAXSD, dst, a, b);
    }

    /** Loads a double. */
    public X86Assembler vmovsd(Vec dst, Mem src) {
        return scalar(VMOVSD_LOAD, dst, NONE, src);
    }

    /** The lowest double to a signed dword, rounded by MXCSR. */
    public X86Assembler vcvtsd2si(Gp dst, Vec src) {
        encoder.emit(VCVTSD2SI, dst.low() | dst.high() << 3, NONE, src.withBits(128), 128);
        return self();
    }

    /** Stores the lowest qword. */
    public X86Assembler vmovq(Mem dst, Vec src) {
        encoder.emit(VMOVQ_STORE.withW(encoding == Encoding.EVEX ? 1 : 0), src.number(), NONE, dst, 128);
        return self();
    }

    X86Assembler scalar(Opcode opcode, Vec dst, Vec a, VectorOperand b) {
        int w = encoding == Encoding.EVEX ? 1 : 0;
        encoder.emit(opcode.withW(w), dst.number(), a, b, 128);
        return self();
    }

    void require(Encoding only, String mnemonic) {
        if (encoding != only) {
            throw new IllegalArgumentException(mnemonic + " exists only in " + only + " encoding");
        }
    }

    X86Assembler vector(Opcode opcode, Vec reg, Vec vvvv, VectorOperand rm) {
        encoder.emit(opcode, reg.number(), vvvv, rm, reg.bits());
        return self();
    }
}
