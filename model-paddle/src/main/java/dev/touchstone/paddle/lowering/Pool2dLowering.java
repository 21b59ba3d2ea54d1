package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Hw;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Window;
import java.util.List;
import java.util.Map;

/**
 * {@code pool2d}, {@code max_pool2d_with_index}. An adaptive maximum takes the bins that its output size asks for;
 * Paddle's own {@code pool2d} slides ordinary windows instead, which is a defect.
 */
final class Pool2dLowering {
    private static final Map<String, Pool2d.Kind> KINDS = Map.of("max", Pool2d.Kind.MAX, "avg", Pool2d.Kind.AVERAGE);

    private Pool2dLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var kind = op.choice("pooling_type", KINDS);
        var window = window(op, ImageAttributes.padding(op), op.flag("ceil_mode", false));
        boolean exclusive = op.flag("exclusive", true);
        boolean countPadding = kind == Pool2d.Kind.AVERAGE && window instanceof Window.Sliding && !exclusive;
        return image(op, new Pool2d(kind, window, countPadding), ImageLayout.ofImage(op, "data_format"));
    }

    static Lowering.Step withIndex(OpReader op) {
        var window = window(op, ImageAttributes.padding(op), op.flag("ceil_mode", false));
        var mask = op.outputIfRead("Mask");
        if (mask.isEmpty()) {
            return image(op, new Pool2d(Pool2d.Kind.MAX, window, false), ImageLayout.CHANNELS_FIRST);
        }
        var x = op.input("X");
        var outs = List.of(op.output("Out"), mask.get());
        return nodes -> nodes.emit(outs, new MaxPool2dWithIndex(window), List.of(nodes.value(x)));
    }

    private static Window window(OpReader op, Padding padding, boolean ceil) {
        var size = ImageAttributes.hw(op, "ksize", op.integers("ksize"));
        var stride = ImageAttributes.hw(op, "strides", Hw.ONE);
        if (op.flag("global_pooling", false)) {
            op.flag("adaptive", false);
            return new Window.Global();
        }
        return op.flag("adaptive", false) ? new Window.Adaptive(size) : new Window.Sliding(size, stride, padding, ceil);
    }

    private static Lowering.Step image(OpReader op, Operator pool, ImageLayout layout) {
        var x = op.input("X");
        var out = op.output("Out");
        return nodes -> {
            var image = nodes.value(x);
            image.type().requireRank(4);
            if (layout == ImageLayout.CHANNELS_LAST) {
                nodes.emitChannelsLast(out, nodes.help("pool", pool, nodes.channelsFirst(image)));
            } else {
                nodes.emit(out, pool, image);
            }
        };
    }
}
