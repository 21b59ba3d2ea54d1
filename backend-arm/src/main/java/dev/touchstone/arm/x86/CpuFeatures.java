package dev.touchstone.arm.x86;

import static dev.touchstone.arm.x86.Mem.mem;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.memory.CodeMemory;
import dev.touchstone.arm.memory.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What an x86-64 processor can do that matters here. A feature counts only if the operating system saves the registers
 * it needs.
 *
 * @param avx2 AVX2 and FMA
 * @param avx512Vnni AVX-512 F, BW, VL and VNNI
 * @param avxVnni the VEX-encoded form of VNNI
 * @param model family, model and stepping, as {@code cpuid} packs them
 */
public record CpuFeatures(boolean avx2, boolean avx512Vnni, boolean avxVnni, int model) {
    private static final int YMM_STATE = 0x06;
    private static final int ZMM_STATE = 0xE6;

    /** Asks the processor by a few instructions of our own. */
    public static CpuFeatures detect() {
        var buffer = new CodeBuffer();
        var a = new X86Assembler(buffer, X86Assembler.Encoding.VEX);
        // long cpuid(leaf, subleaf, result): the four registers go to result.
        a.push(Gp.RBX)
                .mov(Gp.R8, Gp.RDX)
                .mov(Gp.RAX, Gp.RDI)
                .mov(Gp.RCX, Gp.RSI)
                .cpuid();
        a.movd(mem(Gp.R8, 0), Gp.RAX).movd(mem(Gp.R8, 4), Gp.RBX);
        a.movd(mem(Gp.R8, 8), Gp.RCX).movd(mem(Gp.R8, 12), Gp.RDX).pop(Gp.RBX).ret();
        a.align(16);
        int xgetbv = buffer.length();
        a.mov(Gp.RCX, 0).xgetbv().shl(Gp.RDX, 32).or(Gp.RAX, Gp.RDX).ret();
        try (var code = CodeMemory.of(MemorySegment.ofArray(buffer.toBytes()));
                var arena = Arena.ofConfined()) {
            var result = arena.allocate(16);
            int[] first = cpuid(code, 1, 0, result);
            boolean osxsave = bit(first[2], 27);
            long state = osxsave ? NativeCall.call(MemorySegment.ofAddress(code.address() + xgetbv), 0, 0, 0, 0) : 0;
            int[] basic = cpuid(code, 0, 0, result);
            int[] seven = basic[0] >= 7 ? cpuid(code, 7, 0, result) : new int[4];
            int[] sevenOne = seven[0] >= 1 ? cpuid(code, 7, 1, result) : new int[4];
            boolean ymm = (state & YMM_STATE) == YMM_STATE;
            boolean zmm = (state & ZMM_STATE) == ZMM_STATE;
            boolean avx2 = ymm && bit(first[2], 28) && bit(first[2], 12) && bit(seven[1], 5);
            boolean avx512 = zmm && avx2 && bit(seven[1], 16) && bit(seven[1], 30) && bit(seven[1], 31);
            return new CpuFeatures(avx2, avx512 && bit(seven[2], 11), avx2 && bit(sevenOne[0], 4), first[0]);
        }
    }

    private static int[] cpuid(CodeMemory code, int leaf, int subleaf, MemorySegment result) {
        NativeCall.call(MemorySegment.ofAddress(code.address()), leaf, subleaf, result.address(), 0);
        return result.toArray(ValueLayout.JAVA_INT);
    }

    private static boolean bit(int word, int bit) {
        return (word >> bit & 1) == 1;
    }
}
