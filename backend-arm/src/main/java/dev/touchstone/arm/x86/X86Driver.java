package dev.touchstone.arm.x86;

import static dev.touchstone.arm.x86.Mem.mem;

import dev.touchstone.arm.asm.Label;
import dev.touchstone.arm.machine.Pieces;
import dev.touchstone.arm.machine.Reg;

/** The entry from Java: System V calling convention, all callee-saved registers on the stack, one call a piece. */
final class X86Driver {
    private static final Gp[] SAVED = {Gp.RBX, Gp.RBP, Gp.R12, Gp.R13, Gp.R14, Gp.R15};

    private X86Driver() {}

    /** Emits both entries; {@code start} is where offsets of kernels count from. */
    static void emit(X86Assembler a, Label entry, Label foreign, Label start) {
        a.align(64).bind(entry).mov(Gp.R8, Gp.RDI).sub(Gp.R9, Gp.R9);
        a.bind(foreign).add(Gp.R8, Gp.R9);
        for (var register : SAVED) {
            a.push(register);
        }
        a.mov(X86Machine.gp(Reg.CONST), Gp.RSI)
                .mov(Gp.R12, Gp.RDI)
                .mov(Gp.R14, Gp.RDX)
                .mov(Gp.R15, Gp.RCX)
                .mov(Gp.RBP, Gp.R8);
        var next = a.newLabel();
        a.bind(next);
        a.push(Gp.RBP).push(Gp.R12).push(Gp.R14).push(Gp.R15);
        a.lea(Gp.RAX, start).movsxd(Gp.RCX, mem(Gp.R14, Pieces.KERNEL)).add(Gp.RAX, Gp.RCX);
        offset(a, Reg.IN, Pieces.IN, Gp.RBP);
        offset(a, Reg.OUT, Pieces.OUT, Gp.R12);
        offset(a, Reg.WEIGHTS, Pieces.WEIGHTS, X86Machine.gp(Reg.CONST));
        offset(a, Reg.EXTRA, Pieces.EXTRA, Gp.R12);
        a.movsxd(X86Machine.gp(Reg.COUNT), mem(Gp.R14, Pieces.COUNT));
        a.call(Gp.RAX);
        a.pop(Gp.R15).pop(Gp.R14).pop(Gp.R12).pop(Gp.RBP);
        a.add(Gp.R14, Pieces.BYTES).dec(Gp.R15).jnz(next);
        a.vzeroupper();
        for (int i = SAVED.length - 1; i >= 0; i--) {
            a.pop(SAVED[i]);
        }
        a.ret();
    }

    private static void offset(X86Assembler a, Reg register, int field, Gp base) {
        a.movsxd(X86Machine.gp(register), mem(Gp.R14, field)).add(X86Machine.gp(register), base);
    }
}
