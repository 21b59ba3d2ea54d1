package dev.touchstone.arm.aarch64;

import dev.touchstone.arm.asm.CodeBuffer;
import java.util.List;

/** Vector instructions on integers and bits. */
abstract sealed class IntegerVectors extends MemoryInstructions permits A64Assembler {
    /** The field U. */
    static final int UNSIGNED = 1 << 29;

    IntegerVectors(CodeBuffer code) {
        super(code);
    }

    static void require(boolean holds, String instruction, V... operands) {
        if (!holds) {
            throw new IllegalArgumentException(instruction + " has no form " + List.of(operands));
        }
    }

    static int registers(V d, V n) {
        return n.number() << 5 | d.number();
    }

    // Three operands of one arrangement.

    private A64Assembler same(String name, int opcode, V d, V n, V m) {
        require(d.arrangement() == n.arrangement() && n.arrangement() == m.arrangement(), name, d, n, m);
        int shape = d.arrangement().q() << 30 | d.arrangement().size() << 22;
        return word(0x0E200400 | opcode | shape | m.number() << 16 | registers(d, n));
    }

    private A64Assembler integers(String name, int opcode, V d, V n, V m) {
        require(d.arrangement() != Arrangement.D2, name, d, n, m);
        return same(name, opcode, d, n, m);
    }

    public A64Assembler add(V d, V n, V m) {
        return same("add", 0x10 << 11, d, n, m);
    }

    public A64Assembler sub(V d, V n, V m) {
        return same("sub", UNSIGNED | 0x10 << 11, d, n, m);
    }

    public A64Assembler mul(V d, V n, V m) {
        return integers("mul", 0x13 << 11, d, n, m);
    }

    /** Adds neighbours: those of n, then those of m. */
    public A64Assembler addp(V d, V n, V m) {
        return same("addp", 0x17 << 11, d, n, m);
    }

    public A64Assembler smax(V d, V n, V m) {
        return integers("smax", 0x0C << 11, d, n, m);
    }

    public A64Assembler smin(V d, V n, V m) {
        return integers("smin", 0x0D << 11, d, n, m);
    }

    public A64Assembler umax(V d, V n, V m) {
        return integers("umax", UNSIGNED | 0x0C << 11, d, n, m);
    }

    public A64Assembler umin(V d, V n, V m) {
        return integers("umin", UNSIGNED | 0x0D << 11, d, n, m);
    }

    // Bits: the field size is part of the operation.

    private A64Assembler bits(String name, int opcode, V d, V n, V m) {
        require(d.arrangement() == Arrangement.B16, name, d, n, m);
        return same(name, opcode | 0x03 << 11, d, n, m);
    }

    public A64Assembler and(V d, V n, V m) {
        return bits("and", 0, d, n, m);
    }

    public A64Assembler orr(V d, V n, V m) {
        return bits("orr", 2 << 22, d, n, m);
    }

    public A64Assembler eor(V d, V n, V m) {
        return bits("eor", UNSIGNED, d, n, m);
    }

    /** {@code d = (n & d) | (m & ~d)}. */
    public A64Assembler bsl(V d, V n, V m) {
        return bits("bsl", UNSIGNED | 1 << 22, d, n, m);
    }

    /** Takes the bits of n where m has ones. */
    public A64Assembler bit(V d, V n, V m) {
        return bits("bit", UNSIGNED | 2 << 22, d, n, m);
    }

    /** Takes the bits of n where m has zeros. */
    public A64Assembler bif(V d, V n, V m) {
        return bits("bif", UNSIGNED | 3 << 22, d, n, m);
    }

    /** Copies a register. */
    public A64Assembler mov(V d, V n) {
        return orr(d, n, n);
    }

    /** All zeros. */
    public A64Assembler zero(V d) {
        return word(0x6F00E400 | d.number());
    }

    // Operands of two widths.

    /** Elements of d are twice as wide as those of n and m, and as many as half a register has. */
    private A64Assembler longs(String name, int opcode, V d, V n, V m, int q) {
        require(
                n.arrangement() == m.arrangement()
                        && n.arrangement().q() == q
                        && d.arrangement().q() == 1
                        && d.arrangement().elementBytes() == 2 * n.arrangement().elementBytes(),
                name,
                d,
                n,
                m);
        int shape = q << 30 | n.arrangement().size() << 22;
        return word(0x0E200000 | opcode << 12 | shape | m.number() << 16 | registers(d, n));
    }

    /** Products of the lower halves. */
    public A64Assembler smull(V d, V n, V m) {
        return longs("smull", 0x0C, d, n, m, 0);
    }

    /** Products of the upper halves. */
    public A64Assembler smull2(V d, V n, V m) {
        return longs("smull2", 0x0C, d, n, m, 1);
    }

    /** Adds products of the lower halves. */
    public A64Assembler smlal(V d, V n, V m) {
        return longs("smlal", 0x08, d, n, m, 0);
    }

    /** Adds products of the upper halves. */
    public A64Assembler smlal2(V d, V n, V m) {
        return longs("smlal2", 0x08, d, n, m, 1);
    }

    final A64Assembler two(int opcode, int q, int size, V d, V n) {
        return word(0x0E200800 | opcode | q << 30 | size << 22 | registers(d, n));
    }

    /** Adds neighbours of n, and both to an element of d twice as wide. */
    public A64Assembler sadalp(V d, V n) {
        require(
                d.arrangement().q() == n.arrangement().q()
                        && d.arrangement().elementBytes() == 2 * n.arrangement().elementBytes(),
                "sadalp",
                d,
                n);
        return two(0x06 << 12, n.arrangement().q(), n.arrangement().size(), d, n);
    }

    private A64Assembler narrow(String name, V d, V n, int q) {
        require(
                d.arrangement().q() == q
                        && n.arrangement().q() == 1
                        && n.arrangement().elementBytes() == 2 * d.arrangement().elementBytes(),
                name,
                d,
                n);
        return two(0x14 << 12, q, d.arrangement().size(), d, n);
    }

    /** Narrows, saturated, into the lower half; the upper becomes zero. */
    public A64Assembler sqxtn(V d, V n) {
        return narrow("sqxtn", d, n, 0);
    }

    /** Narrows, saturated, into the upper half, and keeps the lower. */
    public A64Assembler sqxtn2(V d, V n) {
        return narrow("sqxtn2", d, n, 1);
    }

    // Shifts.

    public A64Assembler shl(V d, V n, int bits) {
        require(d.arrangement() == n.arrangement(), "shl", d, n);
        int element = 8 * d.arrangement().elementBytes();
        int field = element + field("shl", bits, 0, element - 1, 0);
        return word(0x0F005400 | d.arrangement().q() << 30 | field << 16 | registers(d, n));
    }

    /** Shifts right, filling with the sign. */
    public A64Assembler sshr(V d, V n, int bits) {
        require(d.arrangement() == n.arrangement(), "sshr", d, n);
        int element = 8 * d.arrangement().elementBytes();
        int field = 2 * element - field("sshr", bits, 1, element, 0);
        return word(0x0F000400 | d.arrangement().q() << 30 | field << 16 | registers(d, n));
    }

    private A64Assembler widen(String name, int opcode, V d, V n, int q) {
        require(
                n.arrangement().q() == q
                        && d.arrangement().q() == 1
                        && d.arrangement().elementBytes() == 2 * n.arrangement().elementBytes(),
                name,
                d,
                n);
        int element = 8 * n.arrangement().elementBytes();
        return word(0x0F00A400 | opcode | q << 30 | element << 16 | registers(d, n));
    }

    /** Widens the lower half by signs. */
    public A64Assembler sxtl(V d, V n) {
        return widen("sxtl", 0, d, n, 0);
    }

    /** Widens the upper half by signs. */
    public A64Assembler sxtl2(V d, V n) {
        return widen("sxtl2", 0, d, n, 1);
    }

    /** Widens the lower half by zeros. */
    public A64Assembler uxtl(V d, V n) {
        return widen("uxtl", UNSIGNED, d, n, 0);
    }

    /** Widens the upper half by zeros. */
    public A64Assembler uxtl2(V d, V n) {
        return widen("uxtl2", UNSIGNED, d, n, 1);
    }

    // Permutations.

    private A64Assembler permute(String name, int opcode, V d, V n, V m) {
        require(d.arrangement() == n.arrangement() && n.arrangement() == m.arrangement(), name, d, n, m);
        int shape = d.arrangement().q() << 30 | d.arrangement().size() << 22;
        return word(0x0E000800 | opcode << 12 | shape | m.number() << 16 | registers(d, n));
    }

    /** Interleaves the lower halves. */
    public A64Assembler zip1(V d, V n, V m) {
        return permute("zip1", 3, d, n, m);
    }

    /** Interleaves the upper halves. */
    public A64Assembler zip2(V d, V n, V m) {
        return permute("zip2", 7, d, n, m);
    }

    /** Looks up the bytes of n at the indices in m; indices beyond 15 give 0. */
    public A64Assembler tbl(V d, V n, V m) {
        require(d.arrangement() == Arrangement.B16 && m.arrangement() == Arrangement.B16, "tbl", d, n, m);
        return word(0x4E000000 | m.number() << 16 | registers(d, n));
    }

    /** One element to all. */
    public A64Assembler dup(V d, V n, int element) {
        require(d.arrangement() == n.arrangement() && d.arrangement().q() == 1, "dup", d, n);
        int bytes = d.arrangement().elementBytes();
        int index = field("dup", element, 0, 16 / bytes - 1, 0);
        return word(0x4E000400 | ((2 * index + 1) * bytes) << 16 | registers(d, n));
    }

    /** A general register's lower 32 bits into one element. */
    public A64Assembler ins(V d, int element, X src) {
        require(d.arrangement() == Arrangement.S4, "ins", d);
        int index = field("ins", element, 0, 3, 0);
        return word(0x4E001C00 | ((2 * index + 1) * 4) << 16 | rn(src) | d.number());
    }

    // Products of four bytes: ARMv8.2, FEAT_DotProd.

    /** {@code d += } sums of four products of signed bytes. */
    public A64Assembler sdot(V d, V n, V m) {
        requireDot(d, n, m);
        return word(0x4E809400 | m.number() << 16 | registers(d, n));
    }

    /** {@code d += } sums of four products of signed bytes, with the same four bytes of m for all. */
    public A64Assembler sdot(V d, V n, V m, int element) {
        requireDot(d, n, m);
        int index = field("sdot", element, 0, 3, 0);
        return word(0x4F80E000 | (index & 1) << 21 | (index >> 1) << 11 | m.number() << 16 | registers(d, n));
    }

    private static void requireDot(V d, V n, V m) {
        require(
                d.arrangement() == Arrangement.S4
                        && n.arrangement() == Arrangement.B16
                        && m.arrangement() == Arrangement.B16,
                "sdot",
                d,
                n,
                m);
    }
}
