package dev.touchstone.arm.x86;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FactorOrder;

/** Dot products of unsigned activations by {@code vpdpbusd}, one instruction. */
final class X86DotProduct implements DotProduct {
    private final X86Machine machine;

    X86DotProduct(X86Machine machine) {
        this.machine = machine;
    }

    @Override
    public int weightVectors() {
        return 1;
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
    public FactorOrder order() {
        return FactorOrder.DWORDS;
    }

    @Override
    public void broadcast(int d, At place) {
        machine.broadcast(d, place);
    }

    @Override
    public void interleave(int d, int[] s, int t) {
        machine.interleave(d, s, t);
    }

    @Override
    public void add(int accumulator, int activations, At weights) {
        machine.assembler().vpdpbusd(machine.vec(accumulator), machine.vec(activations), machine.mem(weights));
    }

    @Override
    public void add(int accumulator, int activations, int weights) {
        machine.assembler().vpdpbusd(machine.vec(accumulator), machine.vec(activations), machine.vec(weights));
    }
}
