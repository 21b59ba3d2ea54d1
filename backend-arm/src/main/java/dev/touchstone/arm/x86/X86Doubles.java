package dev.touchstone.arm.x86;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.Reg;

/** Kernels' instructions on x86-64: doubles, as vectors and one at a time. */
abstract sealed class X86Doubles extends X86Arithmetic permits X86Machine {
    X86Doubles(X86Assembler assembler, CodeBuffer code, int bits) {
        super(assembler, code, bits);
    }

    @Override
    public void loadAsDoubles(int d, At place) {
        a.vcvtps2pd(vec(d), mem(place));
    }

    @Override
    public void storeAsFloats(At place, int s) {
        var half = new Vec(s, vec(s).bits() / 2);
        a.vcvtpd2ps(half, vec(s)).vmovdqu(mem(place), half);
    }

    @Override
    public void broadcastDouble(int d, At place) {
        a.vbroadcastsd(vec(d), mem(place));
    }

    @Override
    public void doubles(DoubleOp operation, int d, int x, int y) {
        doubles(operation, d, x, vec(y));
    }

    @Override
    public void doubles(DoubleOp operation, int d, int x, At y) {
        doubles(operation, d, x, mem(y));
    }

    private void doubles(DoubleOp operation, int d, int x, VectorOperand y) {
        switch (operation) {
            case ADD -> a.vaddpd(vec(d), vec(x), y);
            case SUB -> a.vsubpd(vec(d), vec(x), y);
            case MUL -> a.vmulpd(vec(d), vec(x), y);
            case DIV -> a.vdivpd(vec(d), vec(x), y);
            case MIN -> a.vminpd(vec(d), vec(x), y);
            case MAX -> a.vmaxpd(vec(d), vec(x), y);
        }
    }

    @Override
    public void sqrtDoubles(int d, int x) {
        a.vsqrtpd(vec(d), vec(x));
    }

    @Override
    public void roundDoubles(int d, int x, Direction direction) {
        a.vroundpd(
                vec(d),
                vec(x),
                switch (direction) {
                    case DOWN -> 1;
                    case UP -> 2;
                    case TO_ZERO -> 3;
                });
    }

    @Override
    public void shiftLeftLongs(int d, int x, int bits) {
        a.vpsllq(vec(d), vec(x), bits);
    }

    @Override
    public void loadDouble(int d, At place) {
        a.vmovsd(Vec.xmm(d), mem(place));
    }

    @Override
    public void loadDouble(int d, Reg base, Reg index) {
        a.vmovsd(Vec.xmm(d), Mem.mem(X86Machine.gp(base), X86Machine.gp(index), 8, 0));
    }

    @Override
    public void addDouble(int d, int x, int y) {
        a.vaddsd(Vec.xmm(d), Vec.xmm(x), Vec.xmm(y));
    }

    @Override
    public void mulDouble(int d, int x, int y) {
        a.vmulsd(Vec.xmm(d), Vec.xmm(x), Vec.xmm(y));
    }

    @Override
    public void divDouble(int d, int x, int y) {
        a.vdivsd(Vec.xmm(d), Vec.xmm(x), Vec.xmm(y));
    }

    @Override
    public void minDouble(int d, int x, int y) {
        a.vminsd(Vec.xmm(d), Vec.xmm(x), Vec.xmm(y));
    }

    @Override
    public void maxDouble(int d, int x, int y) {
        a.vmaxsd(Vec.xmm(d), Vec.xmm(x), Vec.xmm(y));
    }

    @Override
    public void doubleToInt(Reg d, int x) {
        a.vcvtsd2si(X86Machine.gp(d), Vec.xmm(x));
    }
}
