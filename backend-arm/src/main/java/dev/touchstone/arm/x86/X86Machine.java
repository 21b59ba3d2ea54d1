package dev.touchstone.arm.x86;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.asm.Label;
import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FusedProduct;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;

/** Kernels' instructions on x86-64: general registers, control and whole vectors here, arithmetic in the superclass. */
public final class X86Machine extends X86Doubles implements Machine {
    private final X86Isa isa;

    /** Emits into a buffer, with the widest vectors of the instruction set. */
    public X86Machine(CodeBuffer code, X86Isa isa) {
        this(new X86Assembler(code, isa.encoding()), code, isa, isa.bits());
    }

    private X86Machine(X86Assembler assembler, CodeBuffer code, X86Isa isa, int bits) {
        super(assembler, code, bits);
        this.isa = isa;
    }

    @Override
    public int vectors() {
        return isa == X86Isa.AVX512_VNNI ? 32 : 16;
    }

    @Override
    public Machine withWidth(int bytes) {
        return bytes == width() ? this : new X86Machine(a, code, isa, 8 * bytes);
    }

    @Override
    public boolean loadsEarly() {
        return false;
    }

    @Override
    public boolean alternates() {
        return isa == X86Isa.AVX512_VNNI && width() == 64;
    }

    @Override
    public boolean storesOffset() {
        return isa.hasVnni();
    }

    @Override
    public DotProduct dotProduct(ByteForm activations) {
        return isa.hasVnni() ? new X86DotProduct(this) : new Avx2DotProduct(this, activations == ByteForm.SIGNED);
    }

    @Override
    public DotProduct fusedProduct() {
        return new FusedProduct(this);
    }

    X86Assembler assembler() {
        return a;
    }

    @Override
    public void move(Reg d, Reg s) {
        a.mov(gp(d), gp(s));
    }

    @Override
    public void set(Reg d, int value) {
        a.mov(gp(d), value);
    }

    @Override
    public void add(Reg d, int value) {
        a.add(gp(d), value);
    }

    @Override
    public void add(Reg d, Reg s) {
        a.add(gp(d), gp(s));
    }

    @Override
    public void sub(Reg d, Reg s) {
        a.sub(gp(d), gp(s));
    }

    @Override
    public void maxReg(Reg d, Reg s) {
        a.cmp(gp(d), gp(s)).cmovl(gp(d), gp(s));
    }

    @Override
    public void address(Reg d, At place) {
        a.lea(gp(d), mem(place));
    }

    @Override
    public void loadInt(Reg d, At place) {
        a.movsxd(gp(d), mem(place));
    }

    @Override
    public void loadByte(Reg d, At place) {
        a.movzx(gp(d), mem(place));
    }

    @Override
    public void loadByte(Reg d, Reg base, Reg index, int displacement) {
        a.movzx(gp(d), Mem.mem(gp(base), gp(index), 1, displacement));
    }

    @Override
    public void loadSignedByte(Reg d, At place) {
        a.movsx(gp(d), mem(place));
    }

    @Override
    public void storeByte(At place, Reg s) {
        a.movb(mem(place), gp(s));
    }

    @Override
    public void copy(At to, At from, int bytes, Reg t) {
        int done = 0;
        for (; bytes - done >= width(); done += width()) {
            load(0, from.plus(done));
            store(to.plus(done), 0);
        }
        for (; bytes - done >= 16; done += 16) {
            a.vmovdqu(Vec.xmm(0), mem(from.plus(done))).vmovdqu(mem(to.plus(done)), Vec.xmm(0));
        }
        for (; bytes - done >= 8; done += 8) {
            a.mov(gp(t), mem(from.plus(done))).mov(mem(to.plus(done)), gp(t));
        }
        for (; bytes - done >= 4; done += 4) {
            a.movd(gp(t), mem(from.plus(done))).movd(mem(to.plus(done)), gp(t));
        }
        for (; bytes > done; done++) {
            a.movzx(gp(t), mem(from.plus(done))).movb(mem(to.plus(done)), gp(t));
        }
    }

    @Override
    public void prefetch(At place) {
        a.prefetcht1(mem(place));
    }

    @Override
    public void save(Reg r) {
        a.push(gp(r));
    }

    @Override
    public void restore(Reg r) {
        a.pop(gp(r));
    }

    @Override
    public void loop(Reg counter, int times, Runnable body) {
        if (times > 0) {
            a.loop(gp(counter), times, body);
        }
    }

    @Override
    public void loop(Reg counter, Runnable body) {
        var top = a.newLabel();
        a.bind(top);
        body.run();
        a.dec(gp(counter)).jnz(top);
    }

    @Override
    public void scratch(int bytes, Runnable body) {
        int size = (bytes + 63) & -64;
        a.mov(gp(Reg.T0), Gp.RSP).add(Gp.RSP, -size - 8).and(Gp.RSP, -64).mov(mem(at(Reg.SCRATCH, size)), gp(Reg.T0));
        body.run();
        a.mov(Gp.RSP, mem(at(Reg.SCRATCH, size)));
    }

    @Override
    public void ret() {
        a.ret();
    }

    @Override
    public void begin(Label kernel) {
        a.align(64).bind(kernel);
    }

    @Override
    public void driver(Label entry, Label foreign, Label start) {
        X86Driver.emit(a, entry, foreign, start);
    }

    @Override
    public void storeLow(At place, int s, int bytes) {
        switch (bytes) {
            case 4 -> a.vmovd(mem(place), Vec.xmm(s));
            case 8 -> a.vmovq(mem(place), Vec.xmm(s));
            default -> a.vmovdqu(mem(place), new Vec(s, 8 * bytes));
        }
    }

    @Override
    public void pack(int v, int n) {
        if (n == 1) {
            a.vpmovsdb(Vec.xmm(v), vec(v));
            return;
        }
        a.vpackssdw(vec(v), vec(v), vec(v + 1));
        if (n == 4) {
            a.vpackssdw(vec(v + 2), vec(v + 2), vec(v + 3));
            a.vpacksswb(vec(v), vec(v), vec(v + 2));
        } else if (width() == 64) {
            a.vpmovswb(Vec.ymm(v), vec(v));
        } else {
            a.vpacksswb(vec(v), vec(v), vec(v));
            if (width() == 32) {
                a.vpermq(vec(v), vec(v), 0b1000);
            }
        }
    }

    static Gp gp(Reg r) {
        return switch (r) {
            case IN -> Gp.R8;
            case OUT -> Gp.RDI;
            case WEIGHTS -> Gp.R9;
            case EXTRA -> Gp.RSI;
            case COUNT -> Gp.RBX;
            case CONST -> Gp.R13;
            case T0 -> Gp.RAX;
            case T1 -> Gp.RCX;
            case T2 -> Gp.RDX;
            case T3 -> Gp.R10;
            case T4 -> Gp.R11;
            case T5 -> Gp.RBP;
            case T6 -> Gp.R12;
            case T7 -> Gp.R14;
            case T8 -> Gp.R15;
            case SCRATCH -> Gp.RSP;
        };
    }
}
