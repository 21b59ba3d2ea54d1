package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.RealFunction;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Clip;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Unary;
import org.jspecify.annotations.Nullable;

/** Which function of floats an operator is. */
final class RealFunctions {
    private RealFunctions() {}

    static RealFunction of(Activation activation) {
        return switch (activation) {
            case Activation.None() -> new RealFunction.Identity();
            case Activation.Relu() -> new RealFunction.Relu();
            case Activation.Relu6(float threshold) -> new RealFunction.Limits(0, threshold);
            case Activation.LeakyRelu(float alpha) -> new RealFunction.Leaky(alpha);
            case Activation.HardSwish(float threshold, float scale, float offset) ->
                new RealFunction.HardSwish(threshold, scale, offset);
        };
    }

    /** Null for functions that are more than a few operations. */
    static @Nullable RealFunction of(Unary operator) {
        return switch (operator) {
            case Relu() -> new RealFunction.Relu();
            case Relu6(float threshold) -> new RealFunction.Limits(0, threshold);
            case Clip(float min, float max) -> new RealFunction.Limits(min, max);
            case LeakyRelu(float alpha) -> new RealFunction.Leaky(alpha);
            case HardSwish(float threshold, float scale, float offset) ->
                new RealFunction.HardSwish(threshold, scale, offset);
            case HardSigmoid(float slope, float offset) -> new RealFunction.HardSigmoid(slope, offset);
            case Scale(float scale, float bias, boolean after) -> new RealFunction.Scale(scale, bias, after);
            default -> null;
        };
    }

    /** Rules Q1 to Q4 for a threshold. */
    static RealFunction of(FakeQuantize operator, float threshold) {
        float range = operator.range();
        float factor = range * (threshold <= 1e-30f ? 1f / (threshold + 1e-6f) : 1f / threshold);
        var integer = switch (operator.order()) {
            case CLIP_THEN_ROUND -> new RealFunction.LimitedAway(threshold, factor);
            case ROUND_THEN_CLIP -> new RealFunction.EvenLimited(range, factor);
        };
        return operator.dequantize()
                ? new RealFunction.Chain(integer, new RealFunction.Ratio(threshold, range))
                : integer;
    }
}
