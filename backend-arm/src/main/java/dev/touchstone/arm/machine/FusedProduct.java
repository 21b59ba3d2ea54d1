package dev.touchstone.arm.machine;

/** Products of floats: the dword that a kernel broadcasts is one activation, and weights are one vector. */
public final class FusedProduct implements DotProduct {
    private final Machine machine;

    /** By the fused multiply-add of a machine. */
    public FusedProduct(Machine machine) {
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
    public FactorOrder order() {
        return FactorOrder.DWORDS;
    }

    @Override
    public void begin() {}

    @Override
    public void broadcast(int d, At place) {
        machine.broadcast(d, place);
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
}
