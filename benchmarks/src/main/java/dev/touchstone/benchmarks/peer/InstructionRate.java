package dev.touchstone.benchmarks.peer;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.memory.CodeMemory;
import dev.touchstone.arm.memory.NativeCall;
import dev.touchstone.arm.x86.Gp;
import dev.touchstone.arm.x86.Vec;
import dev.touchstone.arm.x86.X86Assembler;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/** How many multiply-adds this processor can do at most: a loop of nothing but independent products in registers. */
final class InstructionRate {
    private static final int UNROLLED = 24;
    private static final int TURNS = 100_000;
    private static final int TRIES = 15;

    private InstructionRate() {}

    /** int8 multiply-adds of {@code vpdpbusd} on 512 bits, in thousand millions a second. */
    static double int8() {
        var code = new CodeBuffer();
        var a = assembler(code);
        return 64 * rate(code, a, i -> a.vpdpbusd(Vec.zmm(i), Vec.zmm(30), Vec.zmm(31)));
    }

    /** float32 multiply-adds of {@code vfmadd231ps} on 512 bits, in thousand millions a second. */
    static double float32() {
        var code = new CodeBuffer();
        var a = assembler(code);
        return 16 * rate(code, a, i -> a.vfmadd231ps(Vec.zmm(i), Vec.zmm(30), Vec.zmm(31)));
    }

    private static X86Assembler assembler(CodeBuffer code) {
        return new X86Assembler(code, X86Assembler.Encoding.EVEX);
    }

    /** Instructions in a nanosecond. */
    private static double rate(CodeBuffer buffer, X86Assembler a, IntConsumer instruction) {
        a.loop(Gp.RAX, TURNS, () -> {
            for (int i = 0; i < UNROLLED; i++) {
                instruction.accept(i);
            }
        });
        a.vzeroupper().ret();
        try (var code = CodeMemory.of(MemorySegment.ofArray(buffer.toBytes()))) {
            var entry = MemorySegment.ofAddress(code.address());
            long best = Long.MAX_VALUE;
            for (int i = 0; i < TRIES; i++) {
                long start = System.nanoTime();
                NativeCall.call(entry, 0, 0, 0, 0);
                best = Math.min(best, System.nanoTime() - start);
            }
            return (double) TURNS * UNROLLED / best;
        }
    }
}
