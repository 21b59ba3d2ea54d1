package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Flatten;
import java.util.List;
import java.util.stream.IntStream;

/** {@code flatten}, {@code flatten2}, {@code flatten_contiguous_range}. */
final class FlattenLowering {
    private FlattenLowering() {}

    /** A matrix: everything before the axis, everything from it on. */
    static Lowering.Step twoDimensional(OpReader op) {
        int axis = op.integer("axis", 1);
        if (axis < 0) {
            throw new InvalidGraphException("attribute 'axis' is " + axis + "; expected 0 or more");
        }
        return ActivationLowering.unary(op, new Flatten(List.of(axis)));
    }

    /** The axes from start to stop become one. */
    static Lowering.Step range(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        int first = op.integer("start_axis", 1);
        int last = op.integer("stop_axis", 1);
        return nodes -> {
            var shape = nodes.value(x).type().shape();
            if (shape.rank() == 0) {
                nodes.emit(out, new Flatten(List.of()), nodes.value(x));
                return;
            }
            int start = shape.axis(first);
            int stop = shape.axis(last);
            if (start > stop) {
                throw new InvalidGraphException("attributes 'start_axis' and 'stop_axis' are " + first + " and " + last
                        + " for shape " + shape + "; expected start_axis <= stop_axis");
            }
            var cuts = IntStream.range(1, shape.rank())
                    .filter(axis -> axis <= start || axis > stop)
                    .boxed()
                    .toList();
            nodes.emit(out, new Flatten(cuts), nodes.value(x));
        };
    }
}
