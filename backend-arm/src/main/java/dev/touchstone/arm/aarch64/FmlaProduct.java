package dev.touchstone.arm.aarch64;

import static dev.touchstone.arm.aarch64.V.s4;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FactorOrder;

/** Products of floats, one at a time, by {@code fmla} with an element, which broadcasts the activation itself. */
final class FmlaProduct implements DotProduct {
    private final A64Machine machine;

    FmlaProduct(A64Machine machine) {
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
        throw new UnsupportedOperationException("floats are not interleaved");
    }

    @Override
    public void add(int accumulator, int activations, At weights) {
        machine.fma(accumulator, activations, weights);
    }

    @Override
    public void add(int accumulator, int activations, int weights) {
        machine.fma(accumulator, activations, weights);
    }

    @Override
    public void addBroadcast(int accumulator, int activations, At weights) {
        addBroadcast(accumulator, activations, machine.fetch(weights));
    }

    @Override
    public void addBroadcast(int accumulator, int activations, int weights) {
        machine.assembler().fmla(s4(accumulator), s4(weights), s4(activations), 0);
    }
}
