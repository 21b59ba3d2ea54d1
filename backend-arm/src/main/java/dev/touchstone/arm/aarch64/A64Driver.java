package dev.touchstone.arm.aarch64;

import static dev.touchstone.arm.aarch64.Scalar.d;

import dev.touchstone.arm.asm.Label;
import dev.touchstone.arm.machine.Pieces;
import dev.touchstone.arm.machine.Reg;

/**
 * The entry from Java: the standard calling convention (AAPCS64), one call a piece. Kernels use the registers that a
 * caller saves and all vector registers, so it saves what it uses itself and the lower halves of v8 to v15.
 */
final class A64Driver {
    private static final X TENSORS = X.X19;
    private static final X PIECE = X.X20;
    private static final X PIECES = X.X21;
    private static final X START = X.X22;
    private static final X CONSTANTS = X.X23;
    private static final X INPUTS = X.X24;
    private static final X KERNEL = X.X16;
    private static final int FRAME = 128;

    private A64Driver() {}

    /** Emits both entries; {@code start} is where offsets of kernels count from, and is the beginning of the code. */
    static void emit(A64Machine machine, Label entry, Label foreign, Label start) {
        var a = machine.assembler();
        a.align(64).bind(entry).mov(X.X4, X.X0).sub(X.X5, X.X5, X.X5);
        a.bind(foreign);
        a.sub(X.SP, X.SP, FRAME);
        a.stp(X.X19, X.X20, X.SP, 0)
                .stp(X.X21, X.X22, X.SP, 16)
                .stp(X.X23, X.X30, X.SP, 32)
                .stp(X.X24, X.X25, X.SP, 112);
        for (int i = 0; i < 8; i += 2) {
            a.stp(d(8 + i), d(9 + i), X.SP, 48 + 8 * i);
        }
        a.mov(TENSORS, X.X0)
                .mov(CONSTANTS, X.X1)
                .mov(PIECE, X.X2)
                .mov(PIECES, X.X3)
                .add(INPUTS, X.X4, X.X5);
        // the start may be further away than an instruction reaches
        a.adr(START, entry);
        machine.add(START, START, start.position() - entry.position());
        var next = a.newLabel();
        a.bind(next);
        a.ldrsw(KERNEL, PIECE, Pieces.KERNEL).add(KERNEL, KERNEL, START);
        offset(a, Reg.IN, Pieces.IN, INPUTS);
        offset(a, Reg.OUT, Pieces.OUT, TENSORS);
        offset(a, Reg.WEIGHTS, Pieces.WEIGHTS, CONSTANTS);
        offset(a, Reg.EXTRA, Pieces.EXTRA, TENSORS);
        a.ldrsw(A64Machine.x(Reg.COUNT), PIECE, Pieces.COUNT).mov(A64Machine.x(Reg.CONST), CONSTANTS);
        a.blr(KERNEL);
        a.add(PIECE, PIECE, Pieces.BYTES).sub(PIECES, PIECES, 1).cbnz(PIECES, next);
        for (int i = 0; i < 8; i += 2) {
            a.ldp(d(8 + i), d(9 + i), X.SP, 48 + 8 * i);
        }
        a.ldp(X.X19, X.X20, X.SP, 0)
                .ldp(X.X21, X.X22, X.SP, 16)
                .ldp(X.X23, X.X30, X.SP, 32)
                .ldp(X.X24, X.X25, X.SP, 112);
        a.add(X.SP, X.SP, FRAME).ret();
    }

    private static void offset(A64Assembler a, Reg register, int field, X base) {
        var x = A64Machine.x(register);
        a.ldrsw(x, PIECE, field).add(x, x, base);
    }
}
