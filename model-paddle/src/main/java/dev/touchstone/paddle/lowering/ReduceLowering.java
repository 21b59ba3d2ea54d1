package dev.touchstone.paddle.lowering;

import dev.touchstone.graph.Value;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Reduce;
import dev.touchstone.tensor.DataType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code reduce_*}, {@code mean}. Reducing everything gives shape [1] in programs older than Paddle 2.5. */
final class ReduceLowering {
    private ReduceLowering() {}

    static Lowering of(Reduce.Kind kind) {
        return op -> {
            boolean all = op.flag("reduce_all", false);
            var axes = op.integers("dim", List.of(0));
            return prepare(op, kind, all ? List.of() : axes, op.flag("keep_dim", false), resultType(op));
        };
    }

    static Lowering.Step mean(OpReader op) {
        return prepare(op, Reduce.Kind.MEAN, List.of(), false, Optional.empty());
    }

    private static Optional<DataType> resultType(OpReader op) {
        op.integer("in_dtype", -1);
        int code = op.integer("out_dtype", -1);
        if (code < 0) {
            return Optional.empty();
        }
        return Optional.of(ElementTypes.of(code)
                .orElseThrow(() -> op.refuse("out_dtype", ElementTypes.describe(code), ElementTypes.SUPPORTED)));
    }

    private static Lowering.Step prepare(
            OpReader op, Reduce.Kind kind, List<Integer> axes, boolean keep, Optional<DataType> result) {
        var x = op.input("X");
        var out = op.output("Out");
        boolean scalars = op.hasScalars();
        return nodes -> {
            var input = nodes.value(x);
            var reduce = new Reduce(kind, axes, keep);
            boolean vector = !keep && !scalars && reducesAll(reduce, input);
            var type = result.filter(t -> t != input.type().dataType());
            var operand = type.isPresent() ? nodes.help("cast", new Cast(type.get()), input) : input;
            if (vector) {
                var single = nodes.help("kept", new Reduce(kind, axes, true), operand);
                nodes.emit(out, Shapes.reshape(1), single);
            } else {
                nodes.emit(out, reduce, operand);
            }
        };
    }

    private static boolean reducesAll(Reduce reduce, Value input) {
        var reduced = reduce.reduced(input.type().shape());
        return IntStream.range(0, reduced.length).allMatch(i -> reduced[i]);
    }
}
