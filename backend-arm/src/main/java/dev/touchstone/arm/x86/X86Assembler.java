package dev.touchstone.arm.x86;

import static dev.touchstone.arm.x86.Opcodes.VADDPS;
import static dev.touchstone.arm.x86.Opcodes.VDIVPS;
import static dev.touchstone.arm.x86.Opcodes.VFMADD231PS;
import static dev.touchstone.arm.x86.Opcodes.VMAXPS;
import static dev.touchstone.arm.x86.Opcodes.VMINPS;
import static dev.touchstone.arm.x86.Opcodes.VMULPS;
import static dev.touchstone.arm.x86.Opcodes.VPABSB;
import static dev.touchstone.arm.x86.Opcodes.VPACKSSDW;
import static dev.touchstone.arm.x86.Opcodes.VPACKSSWB;
import static dev.touchstone.arm.x86.Opcodes.VPADDD;
import static dev.touchstone.arm.x86.Opcodes.VPADDW;
import static dev.touchstone.arm.x86.Opcodes.VPAND;
import static dev.touchstone.arm.x86.Opcodes.VPCMPEQW;
import static dev.touchstone.arm.x86.Opcodes.VPDPBUSD;
import static dev.touchstone.arm.x86.Opcodes.VPERMD;
import static dev.touchstone.arm.x86.Opcodes.VPERMQ;
import static dev.touchstone.arm.x86.Opcodes.VPMADDUBSW;
import static dev.touchstone.arm.x86.Opcodes.VPMADDWD;
import static dev.touchstone.arm.x86.Opcodes.VPMAXSB;
import static dev.touchstone.arm.x86.Opcodes.VPMAXSD;
import static dev.touchstone.arm.x86.Opcodes.VPMAXUB;
import static dev.touchstone.arm.x86.Opcodes.VPMINSB;
import static dev.touchstone.arm.x86.Opcodes.VPMINSD;
import static dev.touchstone.arm.x86.Opcodes.VPMINUB;
import static dev.touchstone.arm.x86.Opcodes.VPMULLD;
import static dev.touchstone.arm.x86.Opcodes.VPOR;
import static dev.touchstone.arm.x86.Opcodes.VPSHIFTD;
import static dev.touchstone.arm.x86.Opcodes.VPSHIFTW;
import static dev.touchstone.arm.x86.Opcodes.VPSHUFB;
import static dev.touchstone.arm.x86.Opcodes.VPSIGNB;
import static dev.touchstone.arm.x86.Opcodes.VPSUBD;
import static dev.touchstone.arm.x86.Opcodes.VPUNPCKHBW;
import static dev.touchstone.arm.x86.Opcodes.VPUNPCKHWD;
import static dev.touchstone.arm.x86.Opcodes.VPUNPCKLBW;
import static dev.touchstone.arm.x86.Opcodes.VPUNPCKLWD;
import static dev.touchstone.arm.x86.Opcodes.VPXOR;
import static dev.touchstone.arm.x86.Opcodes.VRNDSCALEPS;
import static dev.touchstone.arm.x86.Opcodes.VSUBPS;

import dev.touchstone.arm.asm.CodeBuffer;

/**
 * Emits x86-64 code: a method is an instruction, named by its mnemonic, operands in the manual's order (destination
 * first). Vector instructions take VEX or EVEX encoding as the constructor says; what an encoding cannot express is an
 * {@link IllegalArgumentException}. Not thread-safe.
 *
 * <p>Source of all encodings: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
 */
public final class X86Assembler extends VectorDoubles {
    /** Prefix of vector instructions. */
    public enum Encoding {
        /** AVX and AVX2: 16 registers, up to 256 bits. */
        VEX,
        /** AVX-512: 32 registers, up to 512 bits, embedded broadcast. */
        EVEX
    }

    /** Emits into a buffer. */
    public X86Assembler(CodeBuffer code, Encoding encoding) {
        super(code, encoding);
    }

    @Override
    X86Assembler self() {
        return this;
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

    /** Magnitudes of signed bytes. */
    public X86Assembler vpabsb(Vec dst, VectorOperand src) {
        return vector(VPABSB, dst, NONE, src);
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

    /** Zeroes the upper parts of all vector registers: before code that may use SSE. */
    public X86Assembler vzeroupper() {
        code.put8(0xC5);
        code.put8(0xF8);
        code.put8(0x77);
        return this;
    }
}
