package dev.touchstone.arm.aarch64;

import dev.touchstone.arm.asm.CodeBuffer;

/**
 * Emits AArch64 code: a method is an instruction, named by its mnemonic, operands in the manual's order (destination
 * first). What an instruction cannot express is an {@link IllegalArgumentException}. Not thread-safe.
 *
 * <p>Source of all encodings: Arm Architecture Reference Manual for A-profile architecture (DDI 0487), chapter C4.
 */
public final class A64Assembler extends IntegerVectors {
    /** Emits into a buffer. */
    public A64Assembler(CodeBuffer code) {
        super(code);
    }

    @Override
    A64Assembler self() {
        return this;
    }

    // Floats.

    private A64Assembler floats(String name, int opcode, V d, V n, V m) {
        require(d.arrangement() == n.arrangement() && n.arrangement() == m.arrangement(), name, d, n, m);
        return word(0x4E200400 | opcode | precision(name, d) | m.number() << 16 | registers(d, n));
    }

    /** The field sz: floats or doubles. */
    private static int precision(String name, V v) {
        require(v.arrangement() == Arrangement.S4 || v.arrangement() == Arrangement.D2, name, v);
        return (v.arrangement().size() - 2) << 22;
    }

    public A64Assembler fadd(V d, V n, V m) {
        return floats("fadd", 0x1A << 11, d, n, m);
    }

    public A64Assembler fsub(V d, V n, V m) {
        return floats("fsub", 1 << 23 | 0x1A << 11, d, n, m);
    }

    public A64Assembler fmul(V d, V n, V m) {
        return floats("fmul", UNSIGNED | 0x1B << 11, d, n, m);
    }

    public A64Assembler fdiv(V d, V n, V m) {
        return floats("fdiv", UNSIGNED | 0x1F << 11, d, n, m);
    }

    /** {@code d += n * m}, rounded once. */
    public A64Assembler fmla(V d, V n, V m) {
        return floats("fmla", 0x19 << 11, d, n, m);
    }

    /** Ones where {@code n > m}; zeros also where either is NaN. */
    public A64Assembler fcmgt(V d, V n, V m) {
        return floats("fcmgt", UNSIGNED | 1 << 23 | 0x1C << 11, d, n, m);
    }

    private A64Assembler convert(String name, int opcode, V d, V n) {
        require(d.arrangement() == n.arrangement(), name, d, n);
        return word(0x4E200800 | opcode | precision(name, d) | registers(d, n));
    }

    /** Integers to floats. */
    public A64Assembler scvtf(V d, V n) {
        return convert("scvtf", 0x1D << 12, d, n);
    }

    /** Floats to the nearest integers, ties to even, saturated; NaN to 0. */
    public A64Assembler fcvtns(V d, V n) {
        return convert("fcvtns", 0x1A << 12, d, n);
    }

    /** Floats to the nearest integers as floats, ties to even. */
    public A64Assembler frintn(V d, V n) {
        return convert("frintn", 0x18 << 12, d, n);
    }

    /** Floats to the next integers below as floats. */
    public A64Assembler frintm(V d, V n) {
        return convert("frintm", 0x19 << 12, d, n);
    }

    /** Floats to the next integers above as floats. */
    public A64Assembler frintp(V d, V n) {
        return convert("frintp", 1 << 23 | 0x18 << 12, d, n);
    }

    /** Floats to the next integers towards zero as floats. */
    public A64Assembler frintz(V d, V n) {
        return convert("frintz", 1 << 23 | 0x19 << 12, d, n);
    }

    public A64Assembler fsqrt(V d, V n) {
        return convert("fsqrt", UNSIGNED | 1 << 23 | 0x1F << 12, d, n);
    }

    /** The lower two floats to doubles. */
    public A64Assembler fcvtl(V d, V n) {
        require(d.arrangement() == Arrangement.D2 && n.arrangement() == Arrangement.S2, "fcvtl", d, n);
        return word(0x0E617800 | registers(d, n));
    }

    /** Two doubles to floats, rounded to nearest even, in the lower half; the upper becomes zero. */
    public A64Assembler fcvtn(V d, V n) {
        require(d.arrangement() == Arrangement.S2 && n.arrangement() == Arrangement.D2, "fcvtn", d, n);
        return word(0x0E616800 | registers(d, n));
    }

    /** {@code d += n * m[element]}, rounded once. */
    public A64Assembler fmla(V d, V n, V m, int element) {
        require(d.arrangement() == Arrangement.S4, "fmla", d);
        int index = field("fmla", element, 0, 3, 0);
        return word(0x4F801000 | (index & 1) << 21 | (index >> 1) << 11 | m.number() << 16 | registers(d, n));
    }

    // Scalar doubles.

    private A64Assembler doubles(int opcode, Scalar d, Scalar n, Scalar m) {
        if (d.bytes() != 8 || n.bytes() != 8 || m.bytes() != 8) {
            throw new IllegalArgumentException("doubles are wanted, not " + d + ", " + n + ", " + m);
        }
        return word(0x1E600800 | opcode << 12 | m.number() << 16 | n.number() << 5 | d.number());
    }

    public A64Assembler fmul(Scalar d, Scalar n, Scalar m) {
        return doubles(0, d, n, m);
    }

    public A64Assembler fdiv(Scalar d, Scalar n, Scalar m) {
        return doubles(1, d, n, m);
    }

    public A64Assembler fadd(Scalar d, Scalar n, Scalar m) {
        return doubles(2, d, n, m);
    }

    public A64Assembler fmax(Scalar d, Scalar n, Scalar m) {
        return doubles(4, d, n, m);
    }

    public A64Assembler fmin(Scalar d, Scalar n, Scalar m) {
        return doubles(5, d, n, m);
    }

    /** A double to the nearest 32-bit integer, ties to even: {@code fcvtns w, d}. */
    public A64Assembler fcvtns(X d, Scalar n) {
        if (n.bytes() != 8) {
            throw new IllegalArgumentException(n + " is not a double");
        }
        return word(0x1E600000 | n.number() << 5 | rd(d));
    }
}
