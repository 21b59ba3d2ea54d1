package dev.touchstone.arm.x86;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FactorOrder;

/**
 * Dot products without VNNI: {@code vpmaddubsw}, {@code vpmaddwd} by ones, {@code vpaddd}.
 *
 * <p>The first adds two products of an unsigned and a signed byte in 16 bits, saturated. That is exact here, since no
 * factor exceeds 128 in magnitude and not both do: 2 * 127 * 128 = 32512. Activations that may be negative are therefore
 * not stored with an offset; instead the weights come as magnitudes, then as they are, and {@code vpsignb} puts the signs
 * of the weights on the activations.
 */
final class Avx2DotProduct implements DotProduct {
    private static final int ONES = 15;
    private static final int PRODUCT = 14;
    private static final int MAGNITUDE = 13;

    private final X86Machine machine;
    private final boolean signed;

    Avx2DotProduct(X86Machine machine, boolean signed) {
        this.machine = machine;
        this.signed = signed;
    }

    @Override
    public int weightVectors() {
        return signed ? 2 : 1;
    }

    @Override
    public int temporaries() {
        return signed ? 3 : 2;
    }

    @Override
    public boolean takesRegisters() {
        return false;
    }

    /** A word of ones in every half of a dword: -1 is all bits, shifted right by 31, and copied to the upper half. */
    @Override
    public void begin() {
        var a = machine.assembler();
        var ones = machine.vec(ONES);
        a.vpcmpeqw(ones, ones, ones).vpsrlw(ones, ones, 15);
    }

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
        var a = machine.assembler();
        var product = machine.vec(PRODUCT);
        if (signed) {
            var magnitude = machine.vec(MAGNITUDE);
            a.vpsignb(product, machine.vec(activations), machine.mem(weights.plus(machine.width())));
            a.vmovdqu(magnitude, machine.mem(weights));
            a.vpmaddubsw(product, magnitude, product);
        } else {
            a.vpmaddubsw(product, machine.vec(activations), machine.mem(weights));
        }
        a.vpmaddwd(product, product, machine.vec(ONES));
        a.vpaddd(machine.vec(accumulator), machine.vec(accumulator), product);
    }

    @Override
    public void add(int accumulator, int activations, int weights) {
        throw new UnsupportedOperationException("weights are memory operands");
    }
}
