package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.ConvGeometry;
import dev.touchstone.op.Hw;
import dev.touchstone.rknpu.ddk.Conv2DAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.Windows;
import dev.touchstone.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * CONV2D. The number of groups never reaches the driver, which knows one group and, by the multiplier, as many as there
 * are channels. A few groups become one with zeros in the filter.
 */
final class ConvolutionMapping implements Mapping {
    /** Zeros cost as much as weights: so many times the work at most. */
    private static final int MAX_DENSE_GROUPS = 4;

    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var conv = (Conv2d) node.operator();
        var g = geometry(node);
        if (g.dilation().h() != g.dilation().w()
                && g.dilation().h() > 1
                && g.dilation().w() > 1) {
            return Mapping.refuse("DILATION", "dilation", "equal numbers, or one of them 1", g.dilation(), "");
        }
        var padded = new Hw(
                g.h() + g.padding().top() + g.padding().bottom(),
                g.w() + g.padding().left() + g.padding().right());
        var covered = new Hw(
                (g.kernel().h() - 1) * g.dilation().h() + 1,
                (g.kernel().w() - 1) * g.dilation().w() + 1);
        if (covered.h() > padded.h() || covered.w() > padded.w()) {
            return Mapping.refuse("KERNEL", "dilated kernel", "up to the padded image " + padded, covered, "");
        }
        boolean depthwise = g.groups() > 1 && g.groups() == g.c();
        if (depthwise && g.m() != g.c() && g.groups() > MAX_DENSE_GROUPS && !limits.unverified()) {
            return Mapping.refuse("MULTIPLIER", "outputs of one channel", "1", g.m() / g.c(), Limits.UNVERIFIED_HINT);
        }
        if (!depthwise && g.groups() > MAX_DENSE_GROUPS) {
            return Mapping.refuse(
                    "GROUPS",
                    "groups",
                    "1 to " + MAX_DENSE_GROUPS + ", or as many as channels",
                    g.groups(),
                    "split the convolution in the model");
        }
        return Weights.refusal(node, 0, conv.activation());
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var conv = (Conv2d) node.operator();
        var g = geometry(node);
        boolean dense = g.groups() > 1 && (g.groups() != g.c() || (g.m() != g.c() && g.groups() <= MAX_DENSE_GROUPS));
        boolean depthwise = g.groups() > 1 && !dense;
        var x = network.tensor(node.input(0));
        if (depthwise) {
            x = network.apartFromRelu(x);
        }
        byte[] codes = NetworkBuilder.codes(node.input(1));
        var shape = depthwise
                ? Shape.of(g.m(), 1, g.kernel().h(), g.kernel().w())
                : Shape.of(g.m(), g.c(), g.kernel().h(), g.kernel().w());
        var filter = network.constant(shape, Weights.scale(node.input(1)), dense ? expand(codes, g) : codes);
        var bias = network.bias(x, filter, Weights.bias(node, g.m()));
        var attr = new Conv2DAttr(
                new Windows(g.kernel(), g.stride(), g.padding()),
                g.m(),
                depthwise ? g.c() : 1,
                g.dilation(),
                depthwise ? g.m() / g.c() : 0,
                Weights.fused(conv.activation()));
        var output = network.tensor(node.output());
        var result = Weights.result(conv.activation(), output, network);
        network.add(OperatorType.CONV2D, List.of(x, filter, bias), result, attr);
        Weights.activate(conv.activation(), result, output, network);
    }

    /** The filter of one group that computes the same as several: zero where a channel is of another group. */
    private static byte[] expand(byte[] codes, ConvGeometry g) {
        int taps = g.kernel().h() * g.kernel().w();
        int length = g.group() * taps;
        var dense = new byte[g.m() * g.c() * taps];
        int outputsPerGroup = g.m() / g.groups();
        for (int m = 0; m < g.m(); m++) {
            int first = m / outputsPerGroup * length;
            System.arraycopy(codes, m * length, dense, m * g.c() * taps + first, length);
        }
        return dense;
    }

    private static ConvGeometry geometry(Node node) {
        return ((Conv2d) node.operator())
                .geometry(node.input(0).type().shape(), node.input(1).type().shape());
    }
}
