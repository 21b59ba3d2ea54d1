package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Prelu;
import dev.touchstone.rknpu.ddk.LeakyReluAttr;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One slope for all elements is LEAKY_RELU. A slope for each channel is PRELU with the slopes as a second input, of which
 * the vendor's headers say nothing: the library crashes without it. So this form needs the user's consent.
 */
final class PreluMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        if (!node.input(1).isConstant()) {
            return Mapping.refuse("PRELU", "slopes", "constants", "variables", "");
        }
        return switch (((Prelu) node.operator()).mode()) {
            case ALL -> all(slopes(node)[0]);
            case CHANNEL -> channels(node, limits);
            case ELEMENT -> Mapping.refuse("PRELU", "mode", "one slope, or one for each channel", "element", "");
        };
    }

    private static Optional<Unsupported> all(float slope) {
        return slope >= 0 ? Optional.empty() : Mapping.refuse("ALPHA", "slope of prelu", "0 or more", slope, "");
    }

    /** Rounding a slope to 8 bits may move no result by more than half a step. */
    private static Optional<Unsupported> channels(Node node, Limits limits) {
        if (!limits.unverified()) {
            return Mapping.refuse("PRELU", "mode", "one slope", "channel", Limits.UNVERIFIED_HINT);
        }
        float[] slopes = slopes(node);
        double step = step(slopes);
        double most = 0.5 * node.output().type().scale();
        for (float slope : slopes) {
            double off = Math.abs(slope - Math.rint(slope / step) * step)
                    * 127
                    * node.input(0).type().scale();
            if (!(off <= most) || !(step >= Float.MIN_NORMAL)) {
                return Mapping.refuse(
                        "PRELU", "slope", "one that 8 bits hold closely enough beside the others", slope, "");
            }
        }
        return Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var x = network.tensor(node.input(0));
        var y = network.tensor(node.output());
        float[] slopes = slopes(node);
        if (((Prelu) node.operator()).mode() == Prelu.Mode.ALL) {
            network.add(OperatorType.LEAKY_RELU, List.of(x), y, new LeakyReluAttr(slopes[0]));
            return;
        }
        float step = step(slopes);
        var codes = new byte[slopes.length];
        for (int c = 0; c < codes.length; c++) {
            codes[c] = (byte) Math.rint((double) slopes[c] / (double) step);
        }
        var extents = new int[x.shape().rank()];
        Arrays.fill(extents, 1);
        extents[1] = slopes.length;
        network.add(OperatorType.PRELU, List.of(x, network.constant(Shape.of(extents), step, codes)), y, new NoAttr());
    }

    /** So that the steepest slope has the code 127. */
    private static float step(float[] slopes) {
        float most = 0;
        for (float slope : slopes) {
            most = Math.max(most, Math.abs(slope));
        }
        return most / 127;
    }

    private static float[] slopes(Node node) {
        return NetworkBuilder.reals(node.input(1), 0);
    }
}
