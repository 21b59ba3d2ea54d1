package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import java.util.Optional;

/** {@code clip}. Bounds in slots win over attributes; computed ones become a maximum and a minimum. */
final class ClipLowering {
    private ClipLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        var lower = op.optionalInput("Min");
        var upper = op.optionalInput("Max");
        float min = lower.isPresent() ? op.real("min", 0f) : op.real("min");
        float max = upper.isPresent() ? op.real("max", 0f) : op.real("max");
        var fixed = lower.isEmpty() && upper.isEmpty() ? Optional.of(new Clip(min, max)) : Optional.<Clip>empty();
        return nodes -> {
            if (fixed.isPresent()) {
                nodes.emit(out, fixed.get(), nodes.value(x));
                return;
            }
            var low = lower.map(nodes::value);
            var high = upper.map(nodes::value);
            if (low.map(Value::isConstant).orElse(true)
                    && high.map(Value::isConstant).orElse(true)) {
                nodes.emit(
                        out,
                        new Clip(
                                lower.map(r -> single("Min", nodes.reals("Min", r)))
                                        .orElse(min),
                                upper.map(r -> single("Max", nodes.reals("Max", r)))
                                        .orElse(max)),
                        nodes.value(x));
            } else {
                // The bound comes first: a NaN in the second operand stays.
                var raised = low.isPresent()
                        ? nodes.help("raised", new Max(-1), requireOne("Min", low.get()), nodes.value(x))
                        : nodes.help("raised", new Clip(min, Float.POSITIVE_INFINITY), nodes.value(x));
                if (high.isPresent()) {
                    nodes.emit(out, new Min(-1), requireOne("Max", high.get()), raised);
                } else {
                    nodes.emit(out, new Clip(Float.NEGATIVE_INFINITY, max), raised);
                }
            }
        };
    }

    private static float single(String slot, float[] elements) {
        if (elements.length != 1) {
            throw new InvalidGraphException("slot '" + slot + "' holds " + elements.length + " elements; expected 1");
        }
        return elements[0];
    }

    private static Value requireOne(String slot, Value bound) {
        if (bound.type().shape().elements() != 1) {
            throw new InvalidGraphException("slot '" + slot + "' holds " + bound.type() + "; expected 1 element");
        }
        return bound;
    }
}
