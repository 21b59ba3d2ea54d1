package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Identity;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Unsqueeze;
import java.util.List;

/** {@code squeeze}, {@code squeeze2}, {@code unsqueeze}, {@code unsqueeze2}. */
final class SqueezeLowering {
    private SqueezeLowering() {}

    /** A listed axis whose extent is not 1 stays, without complaint: programs for several sizes rely on it. */
    static Lowering.Step squeeze(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        var axes = op.integers("axes", List.of());
        return nodes -> {
            var shape = nodes.value(x).type().shape();
            var ones = axes.stream()
                    .map(shape::axis)
                    .filter(axis -> shape.extent(axis) == 1)
                    .toList();
            nodes.emit(out, !axes.isEmpty() && ones.isEmpty() ? new Identity() : new Squeeze(ones), nodes.value(x));
        };
    }

    static Lowering.Step unsqueeze(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        var axes = op.integers("axes", List.of());
        var tensor = op.optionalInput("AxesTensor");
        var list = op.optionalInputs("AxesTensorList");
        return nodes -> {
            var inserted = !list.isEmpty()
                    ? nodes.integers("AxesTensorList", list)
                    : tensor.map(r -> nodes.integers("AxesTensor", r)).orElse(axes);
            NodeEmitter.requireRank(nodes.value(x).type().rank() + inserted.size());
            nodes.emit(out, new Unsqueeze(inserted), nodes.value(x));
        };
    }
}
