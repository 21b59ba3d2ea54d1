package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Transpose;
import java.util.List;

/** {@code shuffle_channel}: channel {@code i * (c / g) + j} moves to {@code j * g + i}. */
final class ShuffleChannelLowering {
    private ShuffleChannelLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        int groups = op.integer("group", 1);
        return nodes -> {
            var input = nodes.value(x);
            var shape = input.type().requireRank(4).shape();
            int channels = shape.extent(1);
            if (groups < 1 || channels % groups != 0) {
                throw new InvalidGraphException(
                        "attribute 'group' is " + groups + "; expected a divisor of the " + channels + " channels");
            }
            var grouped = nodes.help(
                    "groups",
                    Shapes.reshape(shape.extent(0), groups, channels / groups, shape.extent(2), shape.extent(3)),
                    input);
            var swapped = nodes.help("swapped", new Transpose(List.of(0, 2, 1, 3, 4)), grouped);
            nodes.emit(out, Shapes.reshape(shape), swapped);
        };
    }
}
