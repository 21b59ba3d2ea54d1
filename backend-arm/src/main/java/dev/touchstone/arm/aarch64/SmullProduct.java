package dev.touchstone.arm.aarch64;

import static dev.touchstone.arm.aarch64.V.b16;
import static dev.touchstone.arm.aarch64.V.b8;
import static dev.touchstone.arm.aarch64.V.d2;
import static dev.touchstone.arm.aarch64.V.h8;
import static dev.touchstone.arm.aarch64.V.s4;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FactorOrder;

/**
 * Dot products of signed bytes on ARMv8.0: {@code smull} of the lower halves, {@code smlal2} of the upper, and
 * {@code sadalp}, which adds neighbouring words to the accumulators. With factors in {@link FactorOrder#HALVES} neighbours
 * belong to one output.
 *
 * <p>A word holds the sum of two products. That is exact, since no factor exceeds 128 in magnitude and not both do:
 * 2 * 127 * 128 = 32512.
 */
final class SmullProduct implements DotProduct {
    /** Bytes 0 and 1 four times, then bytes 2 and 3 four times. */
    private static final byte[] PAIRS = {0, 1, 0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3, 2, 3};

    private final A64Machine machine;
    private final int pairs;
    private final int[] products;
    private int turn;

    SmullProduct(A64Machine machine) {
        this.machine = machine;
        this.pairs = machine.vectors() - 1;
        this.products = new int[] {machine.vectors() - 2, A64Machine.SCRATCH};
    }

    @Override
    public int weightVectors() {
        return 1;
    }

    @Override
    public FactorOrder order() {
        return FactorOrder.HALVES;
    }

    @Override
    public int temporaries() {
        return 2;
    }

    @Override
    public boolean takesRegisters() {
        return true;
    }

    @Override
    public void begin() {
        machine.set(pairs, PAIRS);
    }

    @Override
    public void broadcast(int d, At place) {
        machine.loadLow(d, place, 4);
        machine.assembler().tbl(b16(d), b16(d), b16(pairs));
    }

    @Override
    public void interleave(int d, int[] s, int t) {
        var a = machine.assembler();
        a.zip1(b16(t), b16(s[0]), b16(s[1])).zip2(b16(t + 1), b16(s[0]), b16(s[1]));
        a.zip1(b16(t + 2), b16(s[2]), b16(s[3])).zip2(b16(t + 3), b16(s[2]), b16(s[3]));
        a.zip1(d2(d), d2(t), d2(t + 2)).zip2(d2(d + 1), d2(t), d2(t + 2));
        a.zip1(d2(d + 2), d2(t + 1), d2(t + 3)).zip2(d2(d + 3), d2(t + 1), d2(t + 3));
    }

    @Override
    public void add(int accumulator, int activations, At weights) {
        add(accumulator, activations, machine.fetch(weights));
    }

    /** Two registers for the words in turn, so that a processor that runs in order need not wait for the one before. */
    @Override
    public void add(int accumulator, int activations, int weights) {
        int product = products[turn ^= 1];
        machine.assembler()
                .smull(h8(product), b8(weights), b8(activations))
                .smlal2(h8(product), b16(weights), b16(activations))
                .sadalp(s4(accumulator), h8(product));
    }
}
