package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.Machine.Direction.TO_ZERO;
import static dev.touchstone.arm.machine.Machine.DoubleOp.ADD;
import static dev.touchstone.arm.machine.Machine.DoubleOp.DIV;
import static dev.touchstone.arm.machine.Machine.DoubleOp.MAX;
import static dev.touchstone.arm.machine.Machine.DoubleOp.MIN;
import static dev.touchstone.arm.machine.Machine.DoubleOp.MUL;
import static dev.touchstone.arm.machine.Machine.DoubleOp.SUB;

import dev.touchstone.arm.machine.Machine;

/**
 * The exponential function of doubles, by the operations of {@link StrictMath#exp} in their order, so that every bit is
 * the same: x is k * ln 2 + r, the exponential of r comes from a polynomial, and 2^k scales it (fdlibm's e_exp.c).
 *
 * <p>Choices that fdlibm makes by branches are numbers here: k is multiplied by 0 or 1, and so is what tiny arguments do
 * not have.
 */
final class Exponential {
    /** Registers behind {@code t} that are overwritten. */
    static final int TEMPORARIES = 6;

    private static final double LN2_HIGH = 0x1.62e42feep-1;
    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    private static final double INVERSE_LN2 = 0x1.71547652b82fep0;
    private static final double[] P = {
        0x1.555555555553ep-3,
        -0x1.6c16c16bebd93p-9,
        0x1.1566aaf25de2cp-14,
        -0x1.bbd41c5d26bf1p-20,
        0x1.6376972bea4d0p-25
    };
    /** Beyond these the result is infinite or 0. */
    private static final double LIMIT = 750;
    /** Added to a small integer, leaves it in the lowest bits, plus the exponent's bias. */
    private static final double EXPONENT = 0x1.8p52 + 1023;

    private static final long SIGN = Long.MIN_VALUE;

    private final Machine m;
    private final ConstantPool constants;
    private final int v;
    private final int t;

    /**
     * For an argument.
     *
     * @param v the register that holds it, and then the result
     * @param t first of the temporaries
     */
    Exponential(Machine m, ConstantPool constants, int v, int t) {
        this.m = m;
        this.constants = constants;
        this.v = v;
        this.t = t;
    }

    /** {@code e^x}. */
    void exp() {
        reduce(true);
        // 1 - ((lo - q) - hi)
        m.doubles(SUB, t + 1, t + 1, t);
        m.load(v, constants.doubles(1));
        m.doubles(SUB, v, v, t + 1);
        powers();
        m.doubles(MUL, v, v, t + 3);
        m.doubles(MUL, v, v, t + 4);
    }

    /**
     * {@code e^x - 1} for x that is not positive: {@code 2^k * p + (2^k - 1)} with p = e^r - 1. Not fdlibm's way, but
     * within one unit of the last place of it.
     */
    void expMinusOne() {
        reduce(false);
        m.doubles(SUB, v, t, t + 1);
        powers();
        m.doubles(MUL, t + 3, t + 3, t + 4);
        m.doubles(MUL, v, v, t + 3);
        m.load(t, constants.doubles(1));
        m.doubles(SUB, t + 3, t + 3, t);
        m.doubles(ADD, v, v, t + 3);
    }

    /** {@code t = hi}, {@code t + 1 = lo - q}, {@code t + 2 = k}: e^x = 2^k * (1 - ((lo - q) - hi)). */
    private void reduce(boolean sameTiny) {
        m.load(t, constants.doubles(LIMIT));
        m.doubles(MIN, v, t, v);
        m.load(t, constants.doubles(-LIMIT));
        m.doubles(MAX, v, t, v);
        if (sameTiny) {
            atLeast(t + 5, v, 0x1p28);
        }
        multiple();
        m.doubles(MUL, t, t + 2, constants.doubles(LN2_HIGH));
        m.doubles(SUB, t, v, t);
        m.doubles(MUL, t + 1, t + 2, constants.doubles(LN2_LOW));
        m.doubles(SUB, v, t, t + 1);
        // c = r - r^2 * (P1 + r^2 * (P2 + ...)), q = r * c / (2 - c)
        m.doubles(MUL, t + 3, v, v);
        m.load(t + 4, constants.doubles(P[4]));
        for (int i = 3; i >= 0; i--) {
            m.doubles(MUL, t + 4, t + 4, t + 3);
            m.doubles(ADD, t + 4, t + 4, constants.doubles(P[i]));
        }
        m.doubles(MUL, t + 4, t + 4, t + 3);
        m.doubles(SUB, t + 4, v, t + 4);
        m.load(t + 3, constants.doubles(2));
        m.doubles(SUB, t + 3, t + 3, t + 4);
        m.doubles(MUL, t + 4, v, t + 4);
        m.doubles(DIV, t + 4, t + 4, t + 3);
        if (sameTiny) {
            m.doubles(MUL, t + 4, t + 4, t + 5);
        }
        m.doubles(SUB, t + 1, t + 1, t + 4);
    }

    /** {@code t + 2 = k}; 0 where the upper half of x says that x is at most ln 2 / 2. */
    private void multiple() {
        m.and(t + 1, v, constants.longs(SIGN));
        m.load(t + 2, constants.doubles(0.5));
        m.or(t + 1, t + 1, t + 2);
        m.and(t, v, constants.longs(0xffffffff_00000000L));
        m.doubles(MUL, t, t, constants.doubles(INVERSE_LN2));
        m.doubles(ADD, t, t, t + 1);
        m.roundDoubles(t, t, TO_ZERO);
        atLeast(t, t, 1);
        m.doubles(MUL, t + 2, v, constants.doubles(INVERSE_LN2));
        m.doubles(ADD, t + 2, t + 2, t + 1);
        m.roundDoubles(t + 2, t + 2, TO_ZERO);
        m.doubles(MUL, t + 2, t + 2, t);
    }

    /** {@code d = |s| * factor >= 1 ? 1 : 0}. */
    private void atLeast(int d, int s, double factor) {
        m.and(d, s, constants.longs(~SIGN));
        if (factor != 1) {
            m.doubles(MUL, d, d, constants.doubles(factor));
        }
        m.doubles(MIN, d, d, constants.doubles(1));
        m.roundDoubles(d, d, TO_ZERO);
    }

    /** {@code t + 3} and {@code t + 4}: powers of 2 whose product is 2^k; each is a normal number. */
    private void powers() {
        m.doubles(MUL, t + 3, t + 2, constants.doubles(0.5));
        m.roundDoubles(t + 3, t + 3, TO_ZERO);
        m.doubles(SUB, t + 4, t + 2, t + 3);
        for (int power = t + 3; power <= t + 4; power++) {
            m.doubles(ADD, power, power, constants.doubles(EXPONENT));
            m.shiftLeftLongs(power, power, 52);
        }
    }
}
