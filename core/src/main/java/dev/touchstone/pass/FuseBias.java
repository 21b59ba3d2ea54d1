package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Broadcast;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes the addition of a constant behind a convolution or fully connected layer its bias. The constant must have one
 * number for each output channel, or one for all, and lie along the channels: a constant of the right size along another
 * axis stays an addition. A bias that is there already is added up. The result takes the addition's recorded range.
 */
final class FuseBias implements NeighbourFusion {
    @Override
    public String name() {
        return "fuse bias";
    }

    @Override
    public Optional<Node> fuse(ScaledGraph graph, Node first, Node reader, Rewriting rewriting, Notes notes) {
        if (!(reader.operator() instanceof Add add)) {
            return Optional.empty();
        }
        int channelAxis;
        switch (first.operator()) {
            case Conv2d c when c.activation().equals(Activation.NONE) -> channelAxis = 1;
            case FullyConnected f
            when f.activation().equals(Activation.NONE) ->
                channelAxis = first.output().type().rank() - 1;
            default -> {
                return Optional.empty();
            }
        }
        int product = graph.origin(reader.input(0)).name().equals(first.output().name()) ? 0 : 1;
        var addend = reader.input(1 - product);
        var numbers = graph.constant(addend);
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        var broadcast = Broadcast.of(
                reader.input(0).type().shape(), reader.input(1).type().shape(), add.axis());
        var aligned = product == 0 ? broadcast.y() : broadcast.x();
        var shape = first.output().type().shape();
        if (!broadcast.output().equals(shape) || !liesAlong(channelAxis, aligned)) {
            notes.add(reader.label() + ": the constant " + addend.name() + " "
                    + addend.type().shape() + " does not lie along the channels of " + first.label()
                    + "; it stays an addition");
            return Optional.empty();
        }
        var bias = bias(graph, first, numbers.get(), shape.extent(channelAxis));
        if (bias.isEmpty()) {
            return Optional.empty();
        }
        var inputs = List.of(
                first.input(0),
                first.input(1),
                rewriting.constant(addend.name() + ".bias", Tensor.of(bias.get(), bias.get().length)));
        return Optional.of(new Node(first.name(), first.operator(), inputs, List.of(reader.output())));
    }

    private static boolean liesAlong(int axis, Shape aligned) {
        for (int i = 0; i < aligned.rank(); i++) {
            if (i != axis && aligned.extent(i) != 1) {
                return false;
            }
        }
        return true;
    }

    /** One number for each channel: the addend, plus the bias that is there. */
    private static Optional<float[]> bias(ScaledGraph graph, Node first, float[] addend, int channels) {
        var bias = addend.length == channels ? addend.clone() : new float[channels];
        if (addend.length != channels) {
            Arrays.fill(bias, addend[0]);
        }
        if (first.inputs().size() == 2) {
            return Optional.of(bias);
        }
        return graph.constant(first.input(2)).map(old -> {
            for (int c = 0; c < channels; c++) {
                bias[c] += old[c];
            }
            return bias;
        });
    }
}
