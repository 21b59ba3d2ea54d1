package dev.touchstone.arm.aarch64;

import static dev.touchstone.arm.aarch64.A64Machine.x;
import static dev.touchstone.arm.aarch64.V.d2;
import static dev.touchstone.arm.aarch64.V.s2;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.Reg;

/** Kernels' instructions on AArch64: doubles, two in a vector and one at a time. */
abstract sealed class A64Doubles extends A64Arithmetic permits A64Machine {
    A64Doubles(A64Assembler assembler, CodeBuffer code) {
        super(assembler, code);
    }

    abstract void broadcast(V d, At place);

    @Override
    public void loadAsDoubles(int d, At place) {
        loadLow(d, place, 8);
        a.fcvtl(d2(d), s2(d));
    }

    @Override
    public void storeAsFloats(At place, int s) {
        a.fcvtn(s2(s), d2(s));
        storeLow(place, s, 8);
    }

    @Override
    public void broadcastDouble(int d, At place) {
        broadcast(d2(d), place);
    }

    /** The limits by comparison, like {@link #min(int, int, int)}. */
    @Override
    public void doubles(DoubleOp operation, int d, int x, int y) {
        switch (operation) {
            case ADD -> a.fadd(d2(d), d2(x), d2(y));
            case SUB -> a.fsub(d2(d), d2(x), d2(y));
            case MUL -> a.fmul(d2(d), d2(x), d2(y));
            case DIV -> a.fdiv(d2(d), d2(x), d2(y));
            case MIN -> {
                a.fcmgt(d2(SCRATCH), d2(y), d2(x));
                choose(d, x, y);
            }
            case MAX -> {
                a.fcmgt(d2(SCRATCH), d2(x), d2(y));
                choose(d, x, y);
            }
        }
    }

    @Override
    public void doubles(DoubleOp operation, int d, int x, At y) {
        doubles(operation, d, x, fetch(y));
    }

    @Override
    public void sqrtDoubles(int d, int x) {
        a.fsqrt(d2(d), d2(x));
    }

    @Override
    public void roundDoubles(int d, int x, Direction direction) {
        switch (direction) {
            case DOWN -> a.frintm(d2(d), d2(x));
            case UP -> a.frintp(d2(d), d2(x));
            case TO_ZERO -> a.frintz(d2(d), d2(x));
        }
    }

    @Override
    public void shiftLeftLongs(int d, int x, int bits) {
        a.shl(d2(d), d2(x), bits);
    }

    @Override
    public void loadDouble(int d, At place) {
        loadLow(d, place, 8);
    }

    @Override
    public void addDouble(int d, int x, int y) {
        a.fadd(Scalar.d(d), Scalar.d(x), Scalar.d(y));
    }

    @Override
    public void mulDouble(int d, int x, int y) {
        a.fmul(Scalar.d(d), Scalar.d(x), Scalar.d(y));
    }

    @Override
    public void divDouble(int d, int x, int y) {
        a.fdiv(Scalar.d(d), Scalar.d(x), Scalar.d(y));
    }

    @Override
    public void minDouble(int d, int x, int y) {
        a.fmin(Scalar.d(d), Scalar.d(x), Scalar.d(y));
    }

    @Override
    public void maxDouble(int d, int x, int y) {
        a.fmax(Scalar.d(d), Scalar.d(x), Scalar.d(y));
    }

    @Override
    public void loadDouble(int d, Reg base, Reg index) {
        a.ldr(Scalar.d(d), x(base), x(index));
    }

    @Override
    public void doubleToInt(Reg d, int s) {
        a.fcvtns(x(d), Scalar.d(s));
    }
}
