package dev.touchstone.arm.aarch64;

import static dev.touchstone.arm.aarch64.V.b16;
import static dev.touchstone.arm.aarch64.V.h8;
import static dev.touchstone.arm.aarch64.V.s4;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FactorOrder;

/** Dot products of signed bytes by {@code sdot}, one instruction. Positive bytes are signed ones too. */
final class SdotProduct implements DotProduct {
    private final A64Machine machine;

    SdotProduct(A64Machine machine) {
        this.machine = machine;
    }

    @Override
    public int weightVectors() {
        return 1;
    }

    @Override
    public FactorOrder order() {
        return FactorOrder.DWORDS;
    }

    @Override
    public int temporaries() {
        return 0;
    }

    @Override
    public boolean takesRegisters() {
        return true;
    }

    @Override
    public void begin() {}

    @Override
    public void broadcast(int d, At place) {
        machine.loadLow(d, place, 4);
    }

    @Override
    public void interleave(int d, int[] s, int t) {
        var a = machine.assembler();
        a.zip1(b16(t), b16(s[0]), b16(s[1])).zip2(b16(t + 1), b16(s[0]), b16(s[1]));
        a.zip1(b16(t + 2), b16(s[2]), b16(s[3])).zip2(b16(t + 3), b16(s[2]), b16(s[3]));
        a.zip1(h8(d), h8(t), h8(t + 2)).zip2(h8(d + 1), h8(t), h8(t + 2));
        a.zip1(h8(d + 2), h8(t + 1), h8(t + 3)).zip2(h8(d + 3), h8(t + 1), h8(t + 3));
    }

    @Override
    public void add(int accumulator, int activations, At weights) {
        add(accumulator, activations, machine.fetch(weights));
    }

    @Override
    public void add(int accumulator, int activations, int weights) {
        machine.assembler().sdot(s4(accumulator), b16(weights), b16(activations));
    }

    @Override
    public void addBroadcast(int accumulator, int activations, At weights) {
        addBroadcast(accumulator, activations, machine.fetch(weights));
    }

    /** The first four bytes for all outputs: the instruction broadcasts them itself. */
    @Override
    public void addBroadcast(int accumulator, int activations, int weights) {
        machine.assembler().sdot(s4(accumulator), b16(weights), b16(activations), 0);
    }
}
