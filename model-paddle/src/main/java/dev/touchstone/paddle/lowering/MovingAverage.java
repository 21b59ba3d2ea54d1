package dev.touchstone.paddle.lowering;

import dev.touchstone.graph.Value;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Add;
import dev.touchstone.op.Div;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Scale;
import java.util.List;
import java.util.Optional;

/**
 * {@code moving_average_abs_max_scale}, and what it shares with the quantizers that keep such an average: while
 * training, {@code state' = rate * state + 1}, {@code accum' = rate * accum + max|x|}, {@code scale = accum' / state'}.
 *
 * <p>Statistics that are stored with the model are taken as they are, even where the program forgot to say that it is
 * for inference; only statistics that are fed or computed are updated.
 */
final class MovingAverage {
    private MovingAverage() {}

    static boolean isUpdated(OpReader op) {
        if (op.flag("is_test", false)) {
            return false;
        }
        boolean updated = op.hasInput("InState")
                && op.hasInput("InAccum")
                && !op.isParameter("InState")
                && !op.isParameter("InAccum");
        op.warn(
                updated
                        ? "attribute 'is_test' is false; computed as one step of training"
                        : "attribute 'is_test' is false; the recorded statistics are used all the same");
        return updated;
    }

    /** An observer: the input itself, and statistics about it. */
    static Lowering.Step observe(OpReader op) {
        var x = op.input("X");
        var out = op.outputIfRead("Out");
        var statistics = isUpdated(op) ? Optional.of(new Statistics(op)) : Optional.<Statistics>empty();
        return nodes -> {
            out.ifPresent(o -> nodes.emit(o, new Identity(), nodes.value(x)));
            statistics.ifPresent(s -> s.emit(nodes, nodes.value(x)));
        };
    }

    /** Quantizes with the average as the threshold. */
    static Lowering.Step quantize(OpReader op, FakeQuantize quantize) {
        var x = op.input("X");
        var out = op.output("Out");
        var statistics = new Statistics(op);
        return nodes -> {
            var threshold = statistics.emit(nodes, nodes.value(x));
            nodes.emit(out, quantize, nodes.value(x), threshold);
        };
    }

    /** The slots of the statistics. */
    private static final class Statistics {
        private final Ref state;
        private final Ref accum;
        private final float rate;
        private final Optional<Ref> newState;
        private final Optional<Ref> newAccum;
        private final Optional<Ref> scale;

        Statistics(OpReader op) {
            state = op.input("InState");
            accum = op.input("InAccum");
            rate = op.real("moving_rate", 0.9f);
            newState = op.outputIfRead("OutState");
            newAccum = op.outputIfRead("OutAccum");
            scale = op.outputIfRead("OutScale");
        }

        /** The nodes; the result is the new scale, shape [1]. */
        Value emit(NodeEmitter nodes, Value x) {
            var largest = nodes.help(
                    "largest",
                    Shapes.reshape(1),
                    nodes.help("max", new Reduce(Reduce.Kind.MAX, List.of(), true), nodes.help("abs", new Abs(), x)));
            var nextState = emit(nodes, newState, "state", new Scale(rate, 1, true), nodes.value(state));
            var decayed = nodes.help("decayed", new Scale(rate, 0, true), nodes.value(accum));
            var nextAccum = emit(nodes, newAccum, "accum", new Add(-1), decayed, largest);
            return emit(nodes, scale, "scale", new Div(-1), nextAccum, nextState);
        }

        private static Value emit(
                NodeEmitter nodes, Optional<Ref> out, String suffix, Operator operator, Value... inputs) {
            return out.isPresent() ? nodes.emit(out.get(), operator, inputs) : nodes.help(suffix, operator, inputs);
        }
    }
}
