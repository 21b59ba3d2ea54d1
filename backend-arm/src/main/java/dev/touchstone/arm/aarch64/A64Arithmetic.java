package dev.touchstone.arm.aarch64;

import static dev.touchstone.arm.aarch64.V.b16;
import static dev.touchstone.arm.aarch64.V.b8;
import static dev.touchstone.arm.aarch64.V.h4;
import static dev.touchstone.arm.aarch64.V.h8;
import static dev.touchstone.arm.aarch64.V.s4;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.Machine;

/** Kernels' instructions on AArch64: arithmetic on vectors, one instruction each unless said otherwise. */
abstract sealed class A64Arithmetic implements Machine permits A64Doubles {
    /** Holds what an instruction would take from memory. */
    static final int OPERAND = 30;

    /** Holds intermediate results. */
    static final int SCRATCH = 31;

    private static final int WIDTH = 16;

    final A64Assembler a;
    private final CodeBuffer code;

    A64Arithmetic(A64Assembler assembler, CodeBuffer code) {
        this.a = assembler;
        this.code = code;
    }

    abstract void loadLow(int d, At place, int bytes);

    @Override
    public CodeBuffer code() {
        return code;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int vectors() {
        return OPERAND;
    }

    /** Loads what an instruction would take from memory; returns the register. */
    int fetch(At place) {
        load(OPERAND, place);
        return OPERAND;
    }

    @Override
    public void zero(int d) {
        a.zero(b16(d));
    }

    @Override
    public void move(int d, int s) {
        a.mov(b16(d), b16(s));
    }

    @Override
    public void load(int d, At place) {
        loadLow(d, place, WIDTH);
    }

    @Override
    public void store(At place, int s) {
        storeLow(place, s, WIDTH);
    }

    @Override
    public void shuffleBytes(int d, int x, At choice) {
        a.tbl(b16(d), b16(x), b16(fetch(choice)));
    }

    @Override
    public void storeSixteens(At place, int s, int step) {
        store(place, s);
    }

    @Override
    public void xor(int d, int x, At y) {
        a.eor(b16(d), b16(x), b16(fetch(y)));
    }

    @Override
    public void and(int d, int x, At y) {
        a.and(b16(d), b16(x), b16(fetch(y)));
    }

    @Override
    public void or(int d, int x, int y) {
        a.orr(b16(d), b16(x), b16(y));
    }

    @Override
    public void addInt(int d, int x, int y) {
        a.add(s4(d), s4(x), s4(y));
    }

    @Override
    public void addInt(int d, int x, At y) {
        addInt(d, x, fetch(y));
    }

    @Override
    public void mulInt(int d, int x, int y) {
        a.mul(s4(d), s4(x), s4(y));
    }

    @Override
    public void shiftLeft(int d, int x, int bits) {
        a.shl(s4(d), s4(x), bits);
    }

    @Override
    public void shiftRight(int d, int x, int bits) {
        a.sshr(s4(d), s4(x), bits);
    }

    @Override
    public void toFloat(int d, int x) {
        a.scvtf(s4(d), s4(x));
    }

    @Override
    public void toInt(int d, int x) {
        a.fcvtns(s4(d), s4(x));
    }

    @Override
    public void mul(int d, int x, int y) {
        a.fmul(s4(d), s4(x), s4(y));
    }

    @Override
    public void mul(int d, int x, At y) {
        mul(d, x, fetch(y));
    }

    @Override
    public void addFloat(int d, int x, int y) {
        a.fadd(s4(d), s4(x), s4(y));
    }

    @Override
    public void addFloat(int d, int x, At y) {
        addFloat(d, x, fetch(y));
    }

    @Override
    public void sub(int d, int x, int y) {
        a.fsub(s4(d), s4(x), s4(y));
    }

    @Override
    public void div(int d, int x, int y) {
        a.fdiv(s4(d), s4(x), s4(y));
    }

    /** By comparison: {@code fmin} would answer NaN where either is, and would order zeros by their signs. */
    @Override
    public void min(int d, int x, int y) {
        a.fcmgt(s4(SCRATCH), s4(y), s4(x));
        choose(d, x, y);
    }

    @Override
    public void min(int d, int x, At y) {
        min(d, x, fetch(y));
    }

    /** By comparison, like {@link #min(int, int, int)}. */
    @Override
    public void max(int d, int x, int y) {
        a.fcmgt(s4(SCRATCH), s4(x), s4(y));
        choose(d, x, y);
    }

    @Override
    public void max(int d, int x, At y) {
        max(d, x, fetch(y));
    }

    /** {@code d} = x where the scratch register has ones, else y. */
    final void choose(int d, int x, int y) {
        if (d == x) {
            a.bif(b16(d), b16(y), b16(SCRATCH));
        } else if (d == y) {
            a.bit(b16(d), b16(x), b16(SCRATCH));
        } else {
            a.mov(b16(d), b16(y)).bit(b16(d), b16(x), b16(SCRATCH));
        }
    }

    @Override
    public void round(int d, int x) {
        a.frintn(s4(d), s4(x));
    }

    @Override
    public void fma(int d, int x, int y) {
        a.fmla(s4(d), s4(x), s4(y));
    }

    @Override
    public void fma(int d, int x, At y) {
        fma(d, x, fetch(y));
    }

    @Override
    public void maxSigned(int d, int x, int y) {
        a.smax(b16(d), b16(x), b16(y));
    }

    @Override
    public void maxSigned(int d, int x, At y) {
        maxSigned(d, x, fetch(y));
    }

    @Override
    public void minSigned(int d, int x, int y) {
        a.smin(b16(d), b16(x), b16(y));
    }

    @Override
    public void minSigned(int d, int x, At y) {
        minSigned(d, x, fetch(y));
    }

    @Override
    public void maxUnsigned(int d, int x, At y) {
        a.umax(b16(d), b16(x), b16(fetch(y)));
    }

    @Override
    public void minUnsigned(int d, int x, At y) {
        a.umin(b16(d), b16(x), b16(fetch(y)));
    }

    @Override
    public void expand(At place, int t, boolean signed, Quarter each) {
        load(t, place);
        if (signed) {
            a.sxtl(h8(t + 2), b8(t)).sxtl2(h8(t), b16(t));
        } else {
            a.uxtl(h8(t + 2), b8(t)).uxtl2(h8(t), b16(t));
        }
        for (int j = 0; j < 4; j++) {
            int words = j < 2 ? t + 2 : t;
            int dwords = j % 2 == 0 ? t + 3 : words;
            // what was unsigned has become positive words
            if (j % 2 == 0) {
                a.sxtl(s4(dwords), h4(words));
            } else {
                a.sxtl2(s4(dwords), h8(words));
            }
            each.use(j, dwords);
        }
    }

    @Override
    public void pack(int v, int n) {
        a.sqxtn(h4(v), s4(v));
        if (n > 1) {
            a.sqxtn2(h8(v), s4(v + 1));
        }
        if (n == 4) {
            a.sqxtn(h4(v + 2), s4(v + 2)).sqxtn2(h8(v + 2), s4(v + 3));
        }
        a.sqxtn(b8(v), h8(v));
        if (n == 4) {
            a.sqxtn2(b16(v), h8(v + 2));
        }
    }

    @Override
    public void storeAsBytes(At place, int s) {
        pack(s, 1);
        storeLow(place, s, 4);
    }

    @Override
    public void widen(int d, At place, boolean signed) {
        loadLow(d, place, 4);
        if (signed) {
            a.sxtl(h8(d), b8(d));
        } else {
            a.uxtl(h8(d), b8(d));
        }
        a.sxtl(s4(d), h4(d));
    }
}
