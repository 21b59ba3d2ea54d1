package dev.touchstone.arm.x86;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.Machine;

/** Kernels' instructions on x86-64: arithmetic on vectors, one instruction each unless said otherwise. */
abstract sealed class X86Arithmetic implements Machine permits X86Doubles {
    final X86Assembler a;
    final CodeBuffer code;
    private final int bits;

    X86Arithmetic(X86Assembler assembler, CodeBuffer code, int bits) {
        this.a = assembler;
        this.code = code;
        this.bits = bits;
    }

    @Override
    public CodeBuffer code() {
        return code;
    }

    @Override
    public int width() {
        return bits / 8;
    }

    Vec vec(int number) {
        return new Vec(number, bits);
    }

    Mem mem(At place) {
        return Mem.mem(X86Machine.gp(place.base()), place.displacement());
    }

    @Override
    public void zero(int d) {
        a.vpxor(vec(d), vec(d), vec(d));
    }

    @Override
    public void move(int d, int s) {
        a.vmovdqu(vec(d), vec(s));
    }

    @Override
    public void load(int d, At place) {
        a.vmovdqu(vec(d), mem(place));
    }

    @Override
    public void store(At place, int s) {
        a.vmovdqu(mem(place), vec(s));
    }

    @Override
    public void shuffleBytes(int d, int x, At choice) {
        a.vpshufb(vec(d), vec(x), mem(choice));
    }

    @Override
    public void storeSixteens(At place, int s, int step) {
        a.vmovdqu(mem(place), Vec.xmm(s));
        for (int i = 1; i < width() / 16; i++) {
            a.vextracti128(mem(place.plus(i * step)), vec(s), i);
        }
    }

    @Override
    public void xor(int d, int x, At y) {
        a.vpxor(vec(d), vec(x), mem(y));
    }

    @Override
    public void and(int d, int x, At y) {
        a.vpand(vec(d), vec(x), mem(y));
    }

    @Override
    public void or(int d, int x, int y) {
        a.vpor(vec(d), vec(x), vec(y));
    }

    @Override
    public void broadcast(int d, At place) {
        a.vpbroadcastd(vec(d), mem(place));
    }

    @Override
    public void addInt(int d, int x, int y) {
        a.vpaddd(vec(d), vec(x), vec(y));
    }

    @Override
    public void addInt(int d, int x, At y) {
        a.vpaddd(vec(d), vec(x), mem(y));
    }

    @Override
    public void mulInt(int d, int x, int y) {
        a.vpmulld(vec(d), vec(x), vec(y));
    }

    @Override
    public void shiftLeft(int d, int x, int count) {
        a.vpslld(vec(d), vec(x), count);
    }

    @Override
    public void shiftRight(int d, int x, int count) {
        a.vpsrad(vec(d), vec(x), count);
    }

    @Override
    public void storeAsBytes(At place, int s) {
        if (a.encoding() == X86Assembler.Encoding.EVEX) {
            a.vpmovsdb(mem(place), vec(s));
            return;
        }
        a.vpackssdw(vec(s), vec(s), vec(s)).vpacksswb(vec(s), vec(s), vec(s));
        a.vmovd(mem(place), Vec.xmm(s));
        if (bits == 256) {
            a.vextracti128(Vec.xmm(s), Vec.ymm(s), 1).vmovd(mem(place.plus(4)), Vec.xmm(s));
        }
    }

    @Override
    public void toFloat(int d, int x) {
        a.vcvtdq2ps(vec(d), vec(x));
    }

    @Override
    public void toInt(int d, int x) {
        a.vcvtps2dq(vec(d), vec(x));
    }

    @Override
    public void mul(int d, int x, int y) {
        a.vmulps(vec(d), vec(x), vec(y));
    }

    @Override
    public void mul(int d, int x, At y) {
        a.vmulps(vec(d), vec(x), mem(y));
    }

    @Override
    public void addFloat(int d, int x, int y) {
        a.vaddps(vec(d), vec(x), vec(y));
    }

    @Override
    public void addFloat(int d, int x, At y) {
        a.vaddps(vec(d), vec(x), mem(y));
    }

    @Override
    public void sub(int d, int x, int y) {
        a.vsubps(vec(d), vec(x), vec(y));
    }

    @Override
    public void div(int d, int x, int y) {
        a.vdivps(vec(d), vec(x), vec(y));
    }

    @Override
    public void min(int d, int x, int y) {
        a.vminps(vec(d), vec(x), vec(y));
    }

    @Override
    public void min(int d, int x, At y) {
        a.vminps(vec(d), vec(x), mem(y));
    }

    @Override
    public void max(int d, int x, int y) {
        a.vmaxps(vec(d), vec(x), vec(y));
    }

    @Override
    public void max(int d, int x, At y) {
        a.vmaxps(vec(d), vec(x), mem(y));
    }

    @Override
    public void round(int d, int x) {
        a.vroundps(vec(d), vec(x));
    }

    @Override
    public void fma(int d, int x, int y) {
        a.vfmadd231ps(vec(d), vec(x), vec(y));
    }

    @Override
    public void fma(int d, int x, At y) {
        a.vfmadd231ps(vec(d), vec(x), mem(y));
    }

    @Override
    public void maxSigned(int d, int x, int y) {
        a.vpmaxsb(vec(d), vec(x), vec(y));
    }

    @Override
    public void maxSigned(int d, int x, At y) {
        a.vpmaxsb(vec(d), vec(x), mem(y));
    }

    @Override
    public void minSigned(int d, int x, int y) {
        a.vpminsb(vec(d), vec(x), vec(y));
    }

    @Override
    public void minSigned(int d, int x, At y) {
        a.vpminsb(vec(d), vec(x), mem(y));
    }

    @Override
    public void maxUnsigned(int d, int x, At y) {
        a.vpmaxub(vec(d), vec(x), mem(y));
    }

    @Override
    public void minUnsigned(int d, int x, At y) {
        a.vpminub(vec(d), vec(x), mem(y));
    }

    /** Signed bytes go to the upper ends of the dwords and down again with their sign; others up against zeros. */
    @Override
    public void expand(At place, int t, boolean signed, Quarter each) {
        load(t, place);
        zero(t + 1);
        Vec zeros = vec(t + 1);
        Vec low = signed ? zeros : vec(t);
        Vec high = signed ? vec(t) : zeros;
        a.vpunpcklbw(vec(t + 2), low, high).vpunpckhbw(vec(t), low, high);
        for (int j = 0; j < 4; j++) {
            Vec words = vec(j < 2 ? t + 2 : t);
            Vec part = j % 2 == 0 ? vec(t + 3) : words;
            Vec first = signed ? zeros : words;
            Vec second = signed ? words : zeros;
            if (j % 2 == 0) {
                a.vpunpcklwd(part, first, second);
            } else {
                a.vpunpckhwd(part, first, second);
            }
            if (signed) {
                a.vpsrad(part, part, 24);
            }
            each.use(j, part.number());
        }
    }

    /** {@link dev.touchstone.arm.machine.DotProduct#interleave} for both kinds of products. */
    void interleave(int d, int[] s, int t) {
        a.vpunpcklbw(vec(t), vec(s[0]), vec(s[1])).vpunpckhbw(vec(t + 1), vec(s[0]), vec(s[1]));
        a.vpunpcklbw(vec(t + 2), vec(s[2]), vec(s[3])).vpunpckhbw(vec(t + 3), vec(s[2]), vec(s[3]));
        a.vpunpcklwd(vec(d), vec(t), vec(t + 2)).vpunpckhwd(vec(d + 1), vec(t), vec(t + 2));
        a.vpunpcklwd(vec(d + 2), vec(t + 1), vec(t + 3)).vpunpckhwd(vec(d + 3), vec(t + 1), vec(t + 3));
    }

    @Override
    public void widen(int d, At place, boolean signed) {
        if (signed) {
            a.vpmovsxbd(vec(d), mem(place));
        } else {
            a.vpmovzxbd(vec(d), mem(place));
        }
    }
}
