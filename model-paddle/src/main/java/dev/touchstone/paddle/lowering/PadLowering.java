package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Pad;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** {@code pad}, {@code pad2d}, {@code pad3d}: three orders of the same numbers. */
final class PadLowering {
    private static final Map<String, Pad.Mode> IMAGE_MODES =
            Map.of("constant", Pad.Mode.CONSTANT, "reflect", Pad.Mode.REFLECT, "edge", Pad.Mode.EDGE);
    private static final Map<String, Pad.Mode> VOLUME_MODES = Map.of(
            "constant",
            Pad.Mode.CONSTANT,
            "reflect",
            Pad.Mode.REFLECT,
            "replicate",
            Pad.Mode.EDGE,
            "circular",
            Pad.Mode.CIRCULAR);

    private PadLowering() {}

    /** Before and after, axis by axis. */
    static Lowering.Step pad(OpReader op) {
        var p = op.integers("paddings");
        if (p.size() % 2 != 0) {
            throw op.place().malformed("attribute 'paddings'", "is " + p + "; expected 2 numbers for each axis");
        }
        var before = new ArrayList<Integer>();
        var after = new ArrayList<Integer>();
        for (int i = 0; i < p.size(); i += 2) {
            before.add(p.get(i));
            after.add(p.get(i + 1));
        }
        return ActivationLowering.unary(op, new Pad(Pad.Mode.CONSTANT, before, after, op.real("pad_value", 0f)));
    }

    /** Top, bottom, left, right. */
    static Lowering.Step pad2d(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        var mode = op.choice("mode", "constant", IMAGE_MODES);
        float value = op.real("pad_value", 0f);
        var layout = ImageLayout.ofImage(op, "data_format");
        var tensor = op.optionalInput("Paddings");
        var attribute = tensor.isPresent() ? op.integers("paddings", List.of()) : op.integers("paddings");
        return nodes -> {
            nodes.value(x).type().requireRank(4);
            var p = tensor.map(r -> nodes.integers("Paddings", r)).orElse(attribute);
            requireLength(p, 4, "[top, bottom, left, right]");
            nodes.emit(
                    out,
                    pad(mode, layout, List.of(p.get(0), p.get(2)), List.of(p.get(1), p.get(3)), value),
                    nodes.value(x));
        };
    }

    /** Left, right, top, bottom, front, back. */
    static Lowering.Step pad3d(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        var mode = op.choice("mode", "constant", VOLUME_MODES);
        float value = op.real("value", 0f);
        var layout = ImageLayout.ofVolume(op, "data_format");
        var tensor = op.optionalInput("Paddings");
        var attribute = tensor.isPresent() ? op.integers("paddings", List.of()) : op.integers("paddings");
        return nodes -> {
            nodes.value(x).type().requireRank(5);
            var p = tensor.map(r -> nodes.integers("Paddings", r)).orElse(attribute);
            requireLength(p, 6, "[left, right, top, bottom, front, back]");
            nodes.emit(
                    out,
                    pad(
                            mode,
                            layout,
                            List.of(p.get(4), p.get(2), p.get(0)),
                            List.of(p.get(5), p.get(3), p.get(1)),
                            value),
                    nodes.value(x));
        };
    }

    /** Pads the axes between batch and channels or behind them. */
    private static Pad pad(Pad.Mode mode, ImageLayout layout, List<Integer> before, List<Integer> after, float value) {
        return new Pad(mode, around(layout, before), around(layout, after), value);
    }

    private static List<Integer> around(ImageLayout layout, List<Integer> pads) {
        var all = new ArrayList<>(pads);
        all.addAll(
                switch (layout) {
                    case CHANNELS_FIRST -> 0;
                    case CHANNELS_LAST -> pads.size();
                },
                Collections.nCopies(1, 0));
        all.addFirst(0);
        return all;
    }

    private static void requireLength(List<Integer> paddings, int length, String order) {
        if (paddings.size() != length) {
            throw new InvalidGraphException("paddings are " + paddings + "; expected " + length + " numbers " + order);
        }
    }
}
