package dev.touchstone.arm;

import dev.touchstone.BackendException;
import dev.touchstone.arm.compile.ArmProgram;
import dev.touchstone.arm.compile.ArmProgram.Probe;
import dev.touchstone.arm.kernel.ProductKernel.Terms;
import dev.touchstone.arm.kernel.Rounding;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Pieces;
import dev.touchstone.arm.memory.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Some outputs of each kernel of products, computed by the machine code and by a plain loop: a wrong encoding, or a
 * processor that is not what it says, becomes an error here and not a wrong answer later. The memory is left as it was.
 */
final class SelfCheck {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final ArmProgram program;
    private final MemorySegment entry;
    private final MemorySegment constants;
    private final MemorySegment tensors;

    SelfCheck(ArmProgram program, MemorySegment entry, MemorySegment constants, MemorySegment tensors) {
        this.program = program;
        this.entry = entry;
        this.constants = constants;
        this.tensors = tensors;
    }

    /**
     * Checks all kernels.
     *
     * @throws BackendException naming the kernel that computes something else
     */
    void run() {
        try (var arena = Arena.ofConfined()) {
            var piece = arena.allocate(Pieces.BYTES, 8);
            for (var probe : program.probes()) {
                long from = program.pieces() + (long) probe.piece() * Pieces.BYTES;
                MemorySegment.copy(constants, from, piece, 0, Pieces.BYTES);
                piece.set(INT, Pieces.COUNT, 1);
                check(probe, piece, 0, 0);
                int last = probe.kernel().vectors() - 1;
                check(probe, piece, last, probe.vectorBytes() / 4 - 1);
            }
        }
    }

    private void check(Probe probe, MemorySegment piece, int vector, int element) {
        var terms = probe.kernel().terms(vector, element, probe.vectorBytes(), probe.copies(), probe.order());
        long in = piece.get(INT, Pieces.IN);
        long weights = piece.get(INT, Pieces.WEIGHTS);
        byte[] before = fill(terms, in, probe.kernel().activations() == ByteForm.POSITIVE);
        NativeCall.call(entry, tensors.address(), constants.address(), piece.address(), 1);
        byte actual = tensors.get(ValueLayout.JAVA_BYTE, piece.get(INT, Pieces.OUT) + terms.output());
        byte expected = expected(probe, terms, in, weights);
        for (int i = 0; i < before.length; i++) {
            tensors.set(ValueLayout.JAVA_BYTE, in + terms.inputs()[i], before[i]);
        }
        if (actual != expected) {
            throw new BackendException(
                    "arm",
                    "machine code computes " + actual + " where a plain loop gives " + expected + ", in "
                            + probe.kernel() + "; use another instruction set (" + ArmBackendProvider.ISA
                            + ") or the backend reference, and report this");
        }
    }

    /** Puts numbers in all places that are read; returns what was there. */
    private byte[] fill(Terms terms, long in, boolean positive) {
        var before = new byte[terms.inputs().length];
        int value = 1;
        for (int i = 0; i < before.length; i++) {
            value = value * 1_103_515_245 + 12_345;
            before[i] = tensors.get(ValueLayout.JAVA_BYTE, in + terms.inputs()[i]);
            int number = (value >> 16) % 128;
            // -127 to 127 in each form; 0 to 127 where nothing is negative
            byte stored = (byte) (positive ? Math.abs(number) : number);
            tensors.set(ValueLayout.JAVA_BYTE, in + terms.inputs()[i], stored);
        }
        return before;
    }

    private byte expected(Probe probe, Terms terms, long in, long weights) {
        boolean unsigned = probe.kernel().activations() == ByteForm.OFFSET;
        int sum = constants.get(INT, weights + terms.start());
        for (int i = 0; i < terms.inputs().length; i++) {
            byte stored = tensors.get(ValueLayout.JAVA_BYTE, in + terms.inputs()[i]);
            int weight = constants.get(ValueLayout.JAVA_BYTE, weights + terms.weights()[i]);
            sum += (unsigned ? stored & 255 : stored) * weight;
        }
        float multiplier = constants.get(ValueLayout.JAVA_FLOAT_UNALIGNED, weights + terms.multiplier());
        var rounding = (Rounding) probe.kernel().ending();
        int q = (int) Math.rint(Math.clamp((float) sum * multiplier, -127f, 127f));
        q = Math.clamp(q, rounding.low(), rounding.high());
        return (byte) (q + rounding.form().zero());
    }
}
