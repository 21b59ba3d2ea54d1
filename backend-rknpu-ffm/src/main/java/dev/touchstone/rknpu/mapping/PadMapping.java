package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Pad;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.PadAttr;
import java.util.List;
import java.util.Optional;

/** PAD of height and width, with zeros, the border or its mirror image. */
final class PadMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var pad = (Pad) node.operator();
        if (pad.before().size() != 4
                || pad.before().get(0)
                                + pad.before().get(1)
                                + pad.after().get(0)
                                + pad.after().get(1)
                        != 0) {
            return Mapping.refuse(
                    "PAD_AXIS", "pads", "height and width of 4 axes", pad.before() + " and " + pad.after(), "");
        }
        if (pad.mode() == Pad.Mode.CIRCULAR) {
            return Mapping.refuse("PAD_MODE", "mode", "CONSTANT, REFLECT, EDGE", pad.mode(), "");
        }
        return pad.mode() == Pad.Mode.CONSTANT && pad.value() != 0
                ? Mapping.refuse("PAD_VALUE", "value", "0", pad.value(), "")
                : Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var pad = (Pad) node.operator();
        var x = network.tensor(node.input(0));
        var y = network.tensor(node.output());
        var mode = switch (pad.mode()) {
            case CONSTANT -> PadAttr.Mode.CONSTANT;
            case REFLECT -> PadAttr.Mode.REFLECT;
            case EDGE -> PadAttr.Mode.REPLICATE;
            case CIRCULAR -> throw new IllegalArgumentException("circular pads have no mapping");
        };
        var moved = network.moved(x, y);
        network.add(OperatorType.PAD, List.of(x), moved, new PadAttr(mode, pad.before(), pad.after()));
        network.rescaled(moved, y);
    }
}
