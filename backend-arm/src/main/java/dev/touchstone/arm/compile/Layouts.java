package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.QuantizePixelsKernel;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.ConvGeometry;
import dev.touchstone.op.Quantize;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which layout each value of a graph is computed in: planes for images, with the border that the convolutions among
 * their consumers need, row-major for everything else.
 */
final class Layouts {
    /** Channels of a plane. */
    private static final int BLOCK = 64;

    /** Channels of a plane that only products of all channels read, at most: those of a picture. */
    static final int PIXEL = 4;

    /** The same without a gap behind the third, where that makes rows of taps shorter. */
    private static final int PACKED_PIXEL = 3;

    private final Map<String, Layout> layouts = new HashMap<>();
    private final Map<String, LooseTaps> loose = new HashMap<>();

    Layouts(Graph graph) {
        for (var node : graph.nodes()) {
            for (var value : node.outputs()) {
                layouts.put(value.name(), choose(graph, node, value));
            }
        }
    }

    /** Of a value that a node computes. */
    Layout of(Value value) {
        var layout = layouts.get(value.name());
        return layout == null ? dense(value) : layout;
    }

    /** What is gathered behind a picture; null for nothing. */
    @Nullable
    LooseTaps loose(Value value) {
        return loose.get(value.name());
    }

    /** Row-major. */
    static Layout.Dense dense(Value value) {
        return new Layout.Dense(value.type().shape(), value.type().dataType().bytes());
    }

    /** Planes without a border, for values of rank 4. */
    static Layout.Planes planes(Value value, int block) {
        return planes(value, block, 0, 0, 0, 0);
    }

    private static Layout.Planes planes(Value value, int block, int top, int left, int bottom, int right) {
        var shape = value.type().shape();
        return new Layout.Planes(
                shape.extent(0),
                shape.extent(1),
                shape.extent(2),
                shape.extent(3),
                block,
                value.type().dataType().bytes(),
                top,
                left,
                bottom,
                right);
    }

    /** Channels of a plane for a tensor with so many channels. */
    static int block(int channels) {
        return channels <= 16 ? 16 : channels <= 32 ? 32 : BLOCK;
    }

    private Layout choose(Graph graph, Node producer, Value value) {
        if (value.type().rank() != 4
                || !(value.type().isQuantizedInt8() || value.type().isFloat())) {
            return dense(value);
        }
        int top = 0;
        int left = 0;
        int bottom = 0;
        int right = 0;
        boolean dot = true;
        boolean packed = true;
        for (var consumer : graph.consumers(value)) {
            if (consumer.operator() instanceof Conv2d conv
                    && consumer.input(0).name().equals(value.name())) {
                var g = conv.geometry(
                        value.type().shape(), consumer.input(1).type().shape());
                top = Math.max(top, g.padding().top());
                left = Math.max(left, g.padding().left());
                bottom = Math.max(
                        bottom,
                        beyond(
                                g.outH(),
                                g.stride().h(),
                                g.dilation().h(),
                                g.kernel().h(),
                                g.padding().top(),
                                g.h()));
                right = Math.max(
                        right,
                        beyond(
                                g.outW(),
                                g.stride().w(),
                                g.dilation().w(),
                                g.kernel().w(),
                                g.padding().left(),
                                g.w()));
                dot &= !isDepthwise(g);
                packed &= gainsByPacking(g);
            } else {
                dot = false;
            }
        }
        int channels = value.type().shape().extent(1);
        boolean pixels = channels <= PIXEL
                && value.type().isQuantizedInt8()
                && producer.operator() instanceof Quantize
                && dot
                && !graph.isOutput(value);
        // what is stored behind a row's last pixel must fall on a border
        int wide = Math.max(right, QuantizePixelsKernel.SURPLUS / PACKED_PIXEL);
        var taps = pixels ? loose(graph, value, top, left, bottom, wide) : null;
        if (taps != null) {
            loose.put(value.name(), taps);
            return planes(value, PACKED_PIXEL, top, left, bottom + taps.layoutRows(), wide);
        }
        if (pixels) {
            return planes(value, packed ? PACKED_PIXEL : PIXEL, top, left, bottom, packed ? wide : right);
        }
        return planes(value, block(channels), top, left, bottom, right);
    }

    private static @Nullable LooseTaps loose(Graph graph, Value value, int top, int left, int bottom, int right) {
        var consumers = graph.consumers(value);
        if (consumers.size() != 1) {
            return null;
        }
        var consumer = consumers.getFirst();
        var g = ((Conv2d) consumer.operator())
                .geometry(value.type().shape(), consumer.input(1).type().shape());
        return LooseTaps.of(g, top + g.h() + bottom, PACKED_PIXEL * (left + g.w() + right));
    }

    private static boolean gainsByPacking(ConvGeometry g) {
        int packed = (PACKED_PIXEL * g.kernel().w() + 3) / 4;
        return g.c() == PACKED_PIXEL
                && g.dilation().w() == 1
                && packed < g.kernel().w();
    }

    /** Rows that the last window reaches over the end. */
    static int beyond(int outputs, int stride, int dilation, int kernel, int before, int size) {
        return Math.max(0, (outputs - 1) * stride + dilation * (kernel - 1) + 1 - before - size);
    }

    /** Whether each channel is computed from one channel, its own. */
    static boolean isDepthwise(ConvGeometry g) {
        return g.group() == 1 && g.m() == g.c() && g.c() > 1;
    }
}
