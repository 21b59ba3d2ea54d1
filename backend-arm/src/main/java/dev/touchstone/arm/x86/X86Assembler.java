package dev.touchstone.arm.x86;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.x86.Opcode.Tuple;

/**
 * Emits x86-64 code: a method is an instruction, named by its mnemonic, operands in the manual's order (destination
 * first). Vector instructions take VEX or EVEX encoding as the constructor says; what an encoding cannot express is an
 * {@link IllegalArgumentException}. Not thread-safe.
 *
 * <p>Source of all encodings: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
 */
public final class X86Assembler extends GeneralInstructions {
    /** Prefix of vector instructions. */
    public enum Encoding {
        /** AVX and AVX2: 16 registers, up to 256 bits. */
        VEX,
        /** AVX-512: 32 registers, up to 512 bits, embedded broadcast. */
        EVEX
    }

    private static final Vec NONE = Vec.xmm(0);
    private static final Opcode VPDPBUSD = new Opcode(2, 1, 0, 0x50, Tuple.FULL);
    private static final Opcode VPMADDUBSW = new Opcode(2, 1, 0, 0x04, Tuple.FULL);
    private static final Opcode VPMADDWD = new Opcode(1, 1, 0, 0xF5, Tuple.FULL);
    private static final Opcode VPADDD = new Opcode(1, 1, 0, 0xFE, Tuple.FULL);
    private static final Opcode VPSUBD = new Opcode(1, 1, 0, 0xFA, Tuple.FULL);
    private static final Opcode VPADDW = new Opcode(1, 1, 0, 0xFD, Tuple.FULL);
    private static final Opcode VPMULLD = new Opcode(2, 1, 0, 0x40, Tuple.FULL);
    private static final Opcode VPXOR = new Opcode(1, 1, 0, 0xEF, Tuple.FULL);
    private static final Opcode VPOR = new Opcode(1, 1, 0, 0xEB, Tuple.FULL);
    private static final Opcode VPAND = new Opcode(1, 1, 0, 0xDB, Tuple.FULL);
    private static final Opcode VMULPS = new Opcode(1, 0, 0, 0x59, Tuple.FULL);
    private static final Opcode VADDPS = new Opcode(1, 0, 0, 0x58, Tuple.FULL);
    private static final Opcode VSUBPS = new Opcode(1, 0, 0, 0x5C, Tuple.FULL);
    private static final Opcode VDIVPS = new Opcode(1, 0, 0, 0x5E, Tuple.FULL);
    private static final Opcode VMAXPS = new Opcode(1, 0, 0, 0x5F, Tuple.FULL);
    private static final Opcode VMINPS = new Opcode(1, 0, 0, 0x5D, Tuple.FULL);
    private static final Opcode VFMADD231PS = new Opcode(2, 1, 0, 0xB8, Tuple.FULL);
    private static final Opcode VPACKSSDW = new Opcode(1, 1, 0, 0x6B, Tuple.FULL);
    private static final Opcode VPACKSSWB = new Opcode(1, 1, 0, 0x63, Tuple.FULL);
    private static final Opcode VPMAXSB = new Opcode(2, 1, 0, 0x3C, Tuple.FULL);
    private static final Opcode VPMINSB = new Opcode(2, 1, 0, 0x38, Tuple.FULL);
    private static final Opcode VPMAXUB = new Opcode(1, 1, 0, 0xDE, Tuple.FULL);
    private static final Opcode VPMINUB = new Opcode(1, 1, 0, 0xDA, Tuple.FULL);
    private static final Opcode VPMAXSD = new Opcode(2, 1, 0, 0x3D, Tuple.FULL);
    private static final Opcode VPMINSD = new Opcode(2, 1, 0, 0x39, Tuple.FULL);
    private static final Opcode VPUNPCKLBW = new Opcode(1, 1, 0, 0x60, Tuple.FULL);
    private static final Opcode VPUNPCKHBW = new Opcode(1, 1, 0, 0x68, Tuple.FULL);
    private static final Opcode VPUNPCKLWD = new Opcode(1, 1, 0, 0x61, Tuple.FULL);
    private static final Opcode VPUNPCKHWD = new Opcode(1, 1, 0, 0x69, Tuple.FULL);
    private static final Opcode VPSHUFB = new Opcode(2, 1, 0, 0x00, Tuple.FULL);
    private static final Opcode VPERMD = new Opcode(2, 1, 0, 0x36, Tuple.FULL);
    private static final Opcode VCVTDQ2PS = new Opcode(1, 0, 0, 0x5B, Tuple.FULL);
    private static final Opcode VCVTPS2DQ = new Opcode(1, 1, 0, 0x5B, Tuple.FULL);
    private static final Opcode VPMOVSXBD = new Opcode(2, 1, 0, 0x21, Tuple.QUARTER);
    private static final Opcode VPMOVZXBD = new Opcode(2, 1, 0, 0x31, Tuple.QUARTER);
    private static final Opcode VPMOVSXBW = new Opcode(2, 1, 0, 0x20, Tuple.HALF);
    private static final Opcode VPMOVZXBW = new Opcode(2, 1, 0, 0x30, Tuple.HALF);
    private static final Opcode VPABSB = new Opcode(2, 1, 0, 0x1C, Tuple.FULL);
    private static final Opcode VBROADCASTSS = new Opcode(2, 1, 0, 0x18, Tuple.DWORD);
    private static final Opcode VPBROADCASTD = new Opcode(2, 1, 0, 0x58, Tuple.DWORD);
    private static final Opcode VPBROADCASTB = new Opcode(2, 1, 0, 0x78, Tuple.BYTE);
    private static final Opcode VMOVDQU_LOAD = new Opcode(1, 2, 0, 0x6F, Tuple.FULL);
    private static final Opcode VMOVDQU_STORE = new Opcode(1, 2, 0, 0x7F, Tuple.FULL);
    private static final Opcode VMOVD_STORE = new Opcode(1, 1, 0, 0x7E, Tuple.DWORD);
    private static final Opcode VPSIGNB = new Opcode(2, 1, 0, 0x08, Tuple.FULL);
    private static final Opcode VPCMPEQW = new Opcode(1, 1, 0, 0x75, Tuple.FULL);
    private static final Opcode VPSHIFTW = new Opcode(1, 1, 0, 0x71, Tuple.FULL);
    private static final Opcode VPSHIFTD = new Opcode(1, 1, 0, 0x72, Tuple.FULL);
    private static final Opcode VPERMQ = new Opcode(3, 1, 1, 0x00, Tuple.FULL);
    private static final Opcode VRNDSCALEPS = new Opcode(3, 1, 0, 0x08, Tuple.FULL);
    private static final Opcode VEXTRACTI128 = new Opcode(3, 1, 0, 0x39, Tuple.XMM);
    private static final Opcode VPMOVSWB = new Opcode(2, 2, 0, 0x20, Tuple.HALF);
    private static final Opcode VPMOVSDB = new Opcode(2, 2, 0, 0x21, Tuple.QUARTER);

    private static final Opcode VADDSD = new Opcode(1, 3, 0, 0x58, Tuple.QWORD);
    private static final Opcode VMULSD = new Opcode(1, 3, 0, 0x59, Tuple.QWORD);
    private static final Opcode VDIVSD = new Opcode(1, 3, 0, 0x5E, Tuple.QWORD);
    private static final Opcode VMINSD = new Opcode(1, 3, 0, 0x5D, Tuple.QWORD);
    private static final Opcode VMAXSD = new Opcode(1, 3, 0, 0x5F, Tuple.QWORD);
    private static final Opcode VMOVSD_LOAD = new Opcode(1, 3, 0, 0x10, Tuple.QWORD);
    private static final Opcode VCVTSD2SI = new Opcode(1, 3, 0, 0x2D, Tuple.QWORD);
    private static final Opcode VMOVQ_STORE = new Opcode(1, 1, 1, 0xD6, Tuple.QWORD);
    private static final Opcode VPERMI2B = new Opcode(2, 1, 0, 0x75, Tuple.FULL);

    private final Encoding encoding;
    private final VectorEncoder encoder;

    /** Emits into a buffer. */
    public X86Assembler(CodeBuffer code, Encoding encoding) {
        super(code);
        this.encoding = encoding;
        this.encoder = new VectorEncoder(code, encoding);
    }

    @Override
    X86Assembler self() {
        return this;
    }

    /** Of vector instructions. */
    public Encoding encoding() {
        return encoding;
    }

    /** Adds to each dword the sum of four products of an unsigned byte of {@code a} and a signed byte of {@code b}. */
    public X86Assembler vpdpbusd(Vec dst, Vec a, VectorOperand b) {
        return vector(VPDPBUSD, dst, a, b);
    }

    /** Sums of two products of unsigned bytes of {@code a} and signed bytes of {@code b}, saturated to words. */
    public X86Assembler vpmaddubsw(Vec dst, Vec a, VectorOperand b) {
        return vector(VPMADDUBSW, dst, a, b);
    }

    /** Sums of two products of signed words. */
    public X86Assembler vpmaddwd(Vec dst, Vec a, VectorOperand b) {
        return vector(VPMADDWD, dst, a, b);
    }

    /** Sums of dwords, wrapping. */
    public X86Assembler vpaddd(Vec dst, Vec a, VectorOperand b) {
        return vector(VPADDD, dst, a, b);
    }

    /** Differences of dwords, wrapping. */
    public X86Assembler vpsubd(Vec dst, Vec a, VectorOperand b) {
        return vector(VPSUBD, dst, a, b);
    }

    /** Sums of words, wrapping. */
    public X86Assembler vpaddw(Vec dst, Vec a, VectorOperand b) {
        return vector(VPADDW, dst, a, b);
    }

    /** Low halves of products of dwords. */
    public X86Assembler vpmulld(Vec dst, Vec a, VectorOperand b) {
        return vector(VPMULLD, dst, a, b);
    }

    /** Exclusive or; {@code vpxord} in EVEX. */
    public X86Assembler vpxor(Vec dst, Vec a, VectorOperand b) {
        return vector(VPXOR, dst, a, b);
    }

    /** Or; {@code vpord} in EVEX. */
    public X86Assembler vpor(Vec dst, Vec a, VectorOperand b) {
        return vector(VPOR, dst, a, b);
    }

    /** And; {@code vpandd} in EVEX. */
    public X86Assembler vpand(Vec dst, Vec a, VectorOperand b) {
        return vector(VPAND, dst, a, b);
    }

    /** Products of floats. */
    public X86Assembler vmulps(Vec dst, Vec a, VectorOperand b) {
        return vector(VMULPS, dst, a, b);
    }

    /** Sums of floats. */
    public X86Assembler vaddps(Vec dst, Vec a, VectorOperand b) {
        return vector(VADDPS, dst, a, b);
    }

    /** Differences of floats. */
    public X86Assembler vsubps(Vec dst, Vec a, VectorOperand b) {
        return vector(VSUBPS, dst, a, b);
    }

    /** Quotients of floats. */
    public X86Assembler vdivps(Vec dst, Vec a, VectorOperand b) {
        return vector(VDIVPS, dst, a, b);
    }

    /** Larger floats; {@code b} if either is NaN. */
    public X86Assembler vmaxps(Vec dst, Vec a, VectorOperand b) {
        return vector(VMAXPS, dst, a, b);
    }

    /** Smaller floats; {@code b} if either is NaN. */
    public X86Assembler vminps(Vec dst, Vec a, VectorOperand b) {
        return vector(VMINPS, dst, a, b);
    }

    /** Adds the products of {@code a} and {@code b} to the destination with one rounding. */
    public X86Assembler vfmadd231ps(Vec dst, Vec a, VectorOperand b) {
        return vector(VFMADD231PS, dst, a, b);
    }

    /** Dwords to words, saturated, in 128-bit lanes. */
    public X86Assembler vpackssdw(Vec dst, Vec a, VectorOperand b) {
        return vector(VPACKSSDW, dst, a, b);
    }

    /** Words to signed bytes, saturated, in 128-bit lanes. */
    public X86Assembler vpacksswb(Vec dst, Vec a, VectorOperand b) {
        return vector(VPACKSSWB, dst, a, b);
    }

    /** Larger signed bytes. */
    public X86Assembler vpmaxsb(Vec dst, Vec a, VectorOperand b) {
        return vector(VPMAXSB, dst, a, b);
    }

    /** Smaller signed bytes. */
    public X86Assembler vpminsb(Vec dst, Vec a, VectorOperand b) {
        return vector(VPMINSB, dst, a, b);
    }

    /** Larger unsigned bytes. */
    public X86Assembler vpmaxub(Vec dst, Vec a, VectorOperand b) {
        return vector(VPMAXUB, dst, a, b);
    }

    /** Smaller unsigned bytes. */
    public X86Assembler vpminub(Vec dst, Vec a, VectorOperand b) {
        return vector(VPMINUB, dst, a, b);
    }

    /** Larger signed dwords. */
    public X86Assembler vpmaxsd(Vec dst, Vec a, VectorOperand b) {
        return vector(VPMAXSD, dst, a, b);
    }

    /** Smaller signed dwords. */
    public X86Assembler vpminsd(Vec dst, Vec a, VectorOperand b) {
        return vector(VPMINSD, dst, a, b);
    }

    /** Interleaves low bytes, in 128-bit lanes. */
    public X86Assembler vpunpcklbw(Vec dst, Vec a, VectorOperand b) {
        return vector(VPUNPCKLBW, dst, a, b);
    }

    /** Interleaves high bytes, in 128-bit lanes. */
    public X86Assembler vpunpckhbw(Vec dst, Vec a, VectorOperand b) {
        return vector(VPUNPCKHBW, dst, a, b);
    }

    /** Interleaves low words, in 128-bit lanes. */
    public X86Assembler vpunpcklwd(Vec dst, Vec a, VectorOperand b) {
        return vector(VPUNPCKLWD, dst, a, b);
    }

    /** Interleaves high words, in 128-bit lanes. */
    public X86Assembler vpunpckhwd(Vec dst, Vec a, VectorOperand b) {
        return vector(VPUNPCKHWD, dst, a, b);
    }

    /** Bytes of {@code a} chosen by the low four bits of {@code b}, in 128-bit lanes; zero where bit 7 is set. */
    public X86Assembler vpshufb(Vec dst, Vec a, VectorOperand b) {
        return vector(VPSHUFB, dst, a, b);
    }

    /** Dwords of {@code b} chosen by {@code a}, across lanes. */
    public X86Assembler vpermd(Vec dst, Vec a, VectorOperand b) {
        return vector(VPERMD, dst, a, b);
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

    /** Magnitudes of signed bytes. */
    public X86Assembler vpabsb(Vec dst, VectorOperand src) {
        return vector(VPABSB, dst, NONE, src);
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

    /** Bytes of {@code a} with the signs of {@code b}, zero where b is zero; VEX only. */
    public X86Assembler vpsignb(Vec dst, Vec a, VectorOperand b) {
        require(Encoding.VEX, "vpsignb");
        return vector(VPSIGNB, dst, a, b);
    }

    /** Shifts dwords left. */
    public X86Assembler vpslld(Vec dst, Vec src, int count) {
        return shift(6, dst, src, count);
    }

    /** Shifts dwords right, filling with zeros. */
    public X86Assembler vpsrld(Vec dst, Vec src, int count) {
        return shift(2, dst, src, count);
    }

    /** Shifts dwords right, filling with the sign. */
    public X86Assembler vpsrad(Vec dst, Vec src, int count) {
        return shift(4, dst, src, count);
    }

    /** Shifts words right, filling with zeros. */
    public X86Assembler vpsrlw(Vec dst, Vec src, int count) {
        encoder.emit(VPSHIFTW, 2, dst, src, dst.bits());
        code.put8(count);
        return this;
    }

    /** All bits of a word set where the words are equal; VEX only. */
    public X86Assembler vpcmpeqw(Vec dst, Vec a, VectorOperand b) {
        require(Encoding.VEX, "vpcmpeqw");
        return vector(VPCMPEQW, dst, a, b);
    }

    private X86Assembler shift(int extension, Vec dst, Vec src, int count) {
        encoder.emit(VPSHIFTD, extension, dst, src, dst.bits());
        code.put8(count);
        return this;
    }

    /** Qwords of {@code src} chosen by pairs of bits. */
    public X86Assembler vpermq(Vec dst, VectorOperand src, int choice) {
        vector(VPERMQ, dst, NONE, src);
        code.put8(choice);
        return this;
    }

    /** Floats to integers in float, nearest even; {@code vrndscaleps} in EVEX, {@code vroundps} in VEX. */
    public X86Assembler vroundps(Vec dst, VectorOperand src) {
        vector(VRNDSCALEPS, dst, NONE, src);
        code.put8(0);
        return this;
    }

    /** The low or high 128 bits of a 256-bit vector; VEX only. */
    public X86Assembler vextracti128(VectorOperand dst, Vec src, int half) {
        require(Encoding.VEX, "vextracti128");
        vector(VEXTRACTI128, src, NONE, dst);
        code.put8(half);
        return this;
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
        return this;
    }

    /** Stores the lowest qword. */
    public X86Assembler vmovq(Mem dst, Vec src) {
        encoder.emit(VMOVQ_STORE.withW(encoding == Encoding.EVEX ? 1 : 0), src.number(), NONE, dst, 128);
        return this;
    }

    /** Bytes of {@code a} and {@code b} chosen by the destination's low seven bits; EVEX only (VBMI). */
    public X86Assembler vpermi2b(Vec dst, Vec a, VectorOperand b) {
        require(Encoding.EVEX, "vpermi2b");
        return vector(VPERMI2B, dst, a, b);
    }

    private X86Assembler scalar(Opcode opcode, Vec dst, Vec a, VectorOperand b) {
        int w = encoding == Encoding.EVEX ? 1 : 0;
        encoder.emit(opcode.withW(w), dst.number(), a, b, 128);
        return this;
    }

    /** Zeroes the upper parts of all vector registers: before code that may use SSE. */
    public X86Assembler vzeroupper() {
        code.put8(0xC5);
        code.put8(0xF8);
        code.put8(0x77);
        return this;
    }

    private void require(Encoding only, String mnemonic) {
        if (encoding != only) {
            throw new IllegalArgumentException(mnemonic + " exists only in " + only + " encoding");
        }
    }

    private X86Assembler vector(Opcode opcode, Vec reg, Vec vvvv, VectorOperand rm) {
        encoder.emit(opcode, reg.number(), vvvv, rm, reg.bits());
        return this;
    }
}
