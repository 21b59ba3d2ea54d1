package dev.touchstone.arm.kernel;

import dev.touchstone.arm.machine.Machine;

/** A function of float32 made of single operations, each rounded once (rule U3). */
public sealed interface RealFunction {
    /** {@code x}. */
    record Identity() implements RealFunction {}

    /** {@code x > 0 ? x : 0}, so that NaN gives 0. */
    record Relu() implements RealFunction {}

    /** {@code x < min ? min : x > max ? max : x}, so that NaN stays. */
    record Limits(float min, float max) implements RealFunction {}

    /** {@code x > 0 ? x : slope * x}. */
    record Leaky(float slope) implements RealFunction {}

    /** {@code x * limit(x + offset, 0, threshold) / scale}. */
    record HardSwish(float threshold, float scale, float offset) implements RealFunction {}

    /** {@code limit(x * slope + offset, 0, 1)}. */
    record HardSigmoid(float slope, float offset) implements RealFunction {}

    /** {@code x * scale + bias} or {@code (x + bias) * scale}. */
    record Scale(float scale, float bias, boolean biasAfterScale) implements RealFunction {}

    /** {@code x * factor / divisor}. */
    record Ratio(float factor, float divisor) implements RealFunction {}

    /** To an integer after limiting, ties away from zero (rule Q2): {@code away(factor * limit(x, -most, most))}. */
    record LimitedAway(float most, float factor) implements RealFunction {}

    /** To an integer before limiting, ties to even (rule Q3): {@code limit(even(factor * x), -range - 1, range)}. */
    record EvenLimited(float range, float factor) implements RealFunction {}

    /** One after another. */
    record Chain(RealFunction first, RealFunction second) implements RealFunction {}

    /** The same by plain Java. */
    default float apply(float x) {
        return switch (this) {
            case Identity() -> x;
            case Relu() -> x > 0 ? x : 0;
            case Limits(float min, float max) -> limit(x, min, max);
            case Leaky(float slope) -> x > 0 ? x : slope * x;
            case HardSwish(float threshold, float scale, float offset) -> x * limit(x + offset, 0, threshold) / scale;
            case HardSigmoid(float slope, float offset) -> limit(x * slope + offset, 0, 1);
            case Scale(float scale, float bias, boolean after) -> after ? x * scale + bias : (x + bias) * scale;
            case Ratio(float factor, float divisor) -> x * factor / divisor;
            case LimitedAway(float most, float factor) -> {
                float t = limit(x, -most, most) * factor;
                yield (float) Math.copySign(Math.floor(Math.abs((double) t) + 0.5), t);
            }
            case EvenLimited(float range, float factor) -> limit((float) Math.rint(x * factor), -range - 1, range);
            case Chain(RealFunction first, RealFunction second) -> second.apply(first.apply(x));
        };
    }

    private static float limit(float x, float min, float max) {
        return x < min ? min : x > max ? max : x;
    }

    /** Applies it to a register; two temporaries from {@code t} on. */
    default void emit(Machine m, ConstantPool constants, int v, int t) {
        switch (this) {
            case Identity() -> {}
            case Relu() -> {
                m.zero(t);
                m.max(v, v, t);
            }
            case Limits(float min, float max) -> limit(m, constants, v, t, min, max);
            case Leaky(float slope) -> {
                // one of the parts is 0, so their sum is exact
                m.zero(t);
                m.min(t + 1, t, v);
                m.max(v, t, v);
                m.mul(t + 1, t + 1, constants.floats(slope));
                m.addFloat(v, v, t + 1);
            }
            case HardSwish(float threshold, float scale, float offset) -> {
                m.addFloat(t, v, constants.floats(offset));
                limit(m, constants, t, t + 1, 0, threshold);
                m.mul(v, v, t);
                m.load(t, constants.floats(scale));
                m.div(v, v, t);
            }
            case Ratio(float factor, float divisor) -> {
                if (factor != 1) {
                    m.mul(v, v, constants.floats(factor));
                }
                m.load(t, constants.floats(divisor));
                m.div(v, v, t);
            }
            case LimitedAway(float most, float factor) -> {
                limit(m, constants, v, t, -most, most);
                m.mul(v, v, constants.floats(factor));
                away(m, constants, v, t);
            }
            case EvenLimited(float range, float factor) -> {
                m.mul(v, v, constants.floats(factor));
                m.round(v, v);
                limit(m, constants, v, t, -range - 1, range);
            }
            case Chain(RealFunction first, RealFunction second) -> {
                first.emit(m, constants, v, t);
                second.emit(m, constants, v, t);
            }
            case HardSigmoid(float slope, float offset) -> {
                m.mul(v, v, constants.floats(slope));
                m.addFloat(v, v, constants.floats(offset));
                limit(m, constants, v, t, 0, 1);
            }
            case Scale(float scale, float bias, boolean after) -> {
                if (after) {
                    m.mul(v, v, constants.floats(scale));
                    m.addFloat(v, v, constants.floats(bias));
                } else {
                    m.addFloat(v, v, constants.floats(bias));
                    m.mul(v, v, constants.floats(scale));
                }
            }
        }
    }

    /**
     * To the nearest integer, ties away from zero: nearest even, and where that went half a unit towards zero one more.
     * For numbers below 2^23, whose distance to the integer is exact. Two temporaries.
     */
    private static void away(Machine m, ConstantPool constants, int v, int t) {
        float below1 = 0x1.fffffep-1f;
        m.and(t, v, constants.ints(0x7fffffff));
        m.and(v, v, constants.ints(0x80000000));
        m.round(t + 1, t);
        m.sub(t, t, t + 1);
        // (max(2 * distance, below 1) - below 1) / (1 - below 1) is 1 for a distance of 0.5, else 0
        m.addFloat(t, t, t);
        m.max(t, t, constants.floats(below1));
        m.addFloat(t, t, constants.floats(-below1));
        m.mul(t, t, constants.floats(0x1p24f));
        m.addFloat(t, t, t + 1);
        m.or(v, v, t);
    }

    /** The number as second operand, which is what NaN gives. */
    private static void limit(Machine m, ConstantPool constants, int v, int t, float min, float max) {
        m.load(t, constants.floats(min));
        m.max(v, t, v);
        m.load(t, constants.floats(max));
        m.min(v, t, v);
    }
}
