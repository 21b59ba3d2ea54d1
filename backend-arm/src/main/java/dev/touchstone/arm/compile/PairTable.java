package dev.touchstone.arm.compile;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.op.Div;
import dev.touchstone.op.Pow;

/** Functions of two int8 values as tables. */
final class PairTable {
    /** A function of two values as they are. */
    @FunctionalInterface
    interface Function {
        byte apply(int a, int b);
    }

    private PairTable() {}

    /** Rule E5. */
    static Function of(Div operator, float left, float right, float out) {
        float factor = divisionFactor(left, right, out);
        return (a, b) -> b == 0
                ? (byte) (127 * Integer.signum(a))
                : (byte) Math.rint(Math.clamp((float) a / (float) b * factor, -127f, 127f));
    }

    /**
     * Rule E5's factor.
     *
     * @throws Refusal if it is out of range
     */
    static float divisionFactor(double left, double right, double out) {
        return ProductConstants.multiplier(left / (right * out));
    }

    /** Rule E7. */
    static Function of(Pow operator, double left, double right, double out) {
        return (a, b) -> Int8Table.saturate(StrictMath.pow(a * left, b * right) / out);
    }

    /** From stored bytes to stored bytes. */
    static byte[] stored(Function function, ByteForm left, ByteForm right, ByteForm out) {
        var table = new byte[256 * 256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) (function.apply(value(left, i >> 8), value(right, i & 255)) + out.zero());
        }
        return table;
    }

    private static int value(ByteForm form, int stored) {
        return form == ByteForm.OFFSET ? stored - 128 : (byte) stored;
    }
}
