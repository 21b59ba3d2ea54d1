package dev.touchstone.arm.kernel;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;

/**
 * The end of an int8 kernel: from floats in steps of the output's scale to bytes in memory (rules N7, C9).
 *
 * <p>Limits are integers, so limiting after rounding gives the same as before, as long as the rounded value fits int32.
 *
 * @param form of the output
 * @param low smallest result
 * @param high largest result
 * @param limit whether values may not fit int32, so that they are limited in float first
 * @param curve what happens to the float before
 */
public record Rounding(ByteForm form, int low, int high, boolean limit, Curve curve) implements Ending {
    @Override
    public int constants() {
        return 2;
    }

    @Override
    public boolean isNatural() {
        return false;
    }

    /** A function of the scaled float. Rectifiers are limits, not curves. */
    public sealed interface Curve {
        /** None. */
        record Line() implements Curve {}

        /** {@code t > 0 ? t : t * slope}. */
        record Leaky(float slope) implements Curve {}

        /** {@code (t * min(max(t + offset, 0), threshold)) * factor}. */
        record HardSwish(float offset, float threshold, float factor) implements Curve {}
    }

    /** No curve. */
    public static final Curve LINE = new Curve.Line();

    /** Everything from -127 to 127, stored in a form. */
    public static Rounding plain(ByteForm form, boolean limit) {
        return new Rounding(form, form == ByteForm.POSITIVE ? 0 : -127, 127, limit, LINE);
    }

    /** The stored byte for a float, by plain Java. */
    int apply(float t) {
        float value = switch (curve) {
            case Curve.Line() -> t;
            case Curve.Leaky(float slope) -> t > 0 ? t : t * slope;
            case Curve.HardSwish(float offset, float threshold, float factor) ->
                t * Math.clamp(t + offset, 0f, threshold) * factor;
        };
        return Math.clamp(saturated(value), low, high) + form.zero();
    }

    /** The nearest integer from -127 to 127, ties to even, by plain Java. */
    static int saturated(float t) {
        return (int) Math.rint(Math.clamp(t, -127f, 127f));
    }

    /** Applies the curve to a register; two temporaries. */
    void curve(Machine m, ConstantPool constants, int v, int t) {
        switch (curve) {
            case Curve.Line() -> {}
            case Curve.Leaky(float slope) -> {
                // max and min with 0 split the value without a comparison; one of the parts is 0, so the sum is exact
                m.zero(t);
                m.min(t + 1, v, t);
                m.max(v, v, t);
                m.mul(t + 1, t + 1, constants.floats(slope));
                m.addFloat(v, v, t + 1);
            }
            case Curve.HardSwish(float offset, float threshold, float factor) -> {
                m.addFloat(t, v, constants.floats(offset));
                m.max(t, t, constants.floats(0));
                m.min(t, t, constants.floats(threshold));
                m.mul(v, v, t);
                m.mul(v, v, constants.floats(factor));
            }
        }
    }

    /** Rounds a register of floats to dwords. */
    void round(Machine m, ConstantPool constants, int v) {
        if (limit) {
            m.min(v, v, constants.floats(127));
            m.max(v, v, constants.floats(-127));
        }
        m.toInt(v, v);
    }

    /** Packs n registers of dwords and stores them. */
    void store(Machine m, ConstantPool constants, int v, int n, At place) {
        m.pack(v, n);
        m.maxSigned(v, v, constants.bytes(low));
        if (high < 127) {
            m.minSigned(v, v, constants.bytes(high));
        }
        if (form == ByteForm.OFFSET) {
            m.xor(v, v, constants.bytes(128));
        }
        int bytes = n * m.width() / 4;
        if (bytes == m.width()) {
            m.store(place, v);
        } else {
            m.storeLow(place, v, bytes);
        }
    }

    /** From accumulators to bytes: {@code n} registers with their multipliers in memory or, if given, in registers. */
    void requantize(
            Machine m, ConstantPool constants, int v, int n, int multipliers, int held, int heldCount, At place) {
        for (int j = 0; j < n; j++) {
            m.toFloat(v + j, v + j);
            if (j < heldCount) {
                m.mul(v + j, v + j, held + j);
            } else {
                m.mul(v + j, v + j, At.at(Reg.WEIGHTS, multipliers + j * m.width()));
            }
        }
        store4(m, constants, v, n, held + heldCount, place);
    }

    /** From floats to bytes. */
    void store4(Machine m, ConstantPool constants, int v, int n, int t, At place) {
        for (int j = 0; j < n; j++) {
            curve(m, constants, v + j, t);
            round(m, constants, v + j);
        }
        store(m, constants, v, n, place);
    }
}
