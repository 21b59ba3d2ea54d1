package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.ConvGeometry;
import dev.touchstone.op.Hw;
import dev.touchstone.rknpu.ddk.ConcatAttr;
import dev.touchstone.rknpu.ddk.Conv2DAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.StridedSliceAttr;
import dev.touchstone.rknpu.ddk.Windows;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * CONV2D. The number of groups never reaches the driver, which knows one group and, by the multiplier, as many as there
 * are channels. Up to {@value #TOGETHER} groups become one with zeros in the filter; more groups are computed so many at a
 * time, from a part of the channels to a part of the channels.
 */
final class ConvolutionMapping implements Mapping {
    /** Zeros cost as much as weights: so many times the work at most. */
    private static final int TOGETHER = 4;

    /** A network has at most {@value dev.touchstone.rknpu.ddk.Graph#MAX_OPERATORS} operators, and this makes 33. */
    private static final int MAX_GROUPS = 64;

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
        if (depthwise && g.m() != g.c() && g.groups() > TOGETHER && !limits.unverified()) {
            return Mapping.refuse("MULTIPLIER", "outputs of one channel", "1", g.m() / g.c(), Limits.UNVERIFIED_HINT);
        }
        if (!depthwise && g.groups() > MAX_GROUPS) {
            return Mapping.refuse(
                    "GROUPS",
                    "groups",
                    "1 to " + MAX_GROUPS + ", or as many as channels",
                    g.groups(),
                    "split the convolution in the model");
        }
        return Weights.refusal(node, 0, conv.activation());
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var conv = (Conv2d) node.operator();
        var g = geometry(node);
        var x = network.tensor(node.input(0));
        var output = network.tensor(node.output());
        var result = Weights.result(conv.activation(), output, network);
        if (g.groups() > 1 && g.groups() == g.c() && (g.m() == g.c() || g.groups() > TOGETHER)) {
            depthwise(node, g, network.apartFromRelu(x), result, network);
        } else if (g.groups() <= TOGETHER) {
            part(node, g, 0, g.groups(), x, result, network);
        } else {
            parts(node, g, x, result, network);
        }
        Weights.activate(conv.activation(), result, output, network);
    }

    private static void depthwise(
            Node node, ConvGeometry g, DeviceTensor x, DeviceTensor result, NetworkBuilder network) {
        var filter = network.constant(
                Shape.of(g.m(), 1, g.kernel().h(), g.kernel().w()),
                Weights.scale(node.input(1)),
                NetworkBuilder.codes(node.input(1)));
        var bias = network.bias(x, filter, Weights.bias(node, g.m()));
        network.add(OperatorType.CONV2D, List.of(x, filter, bias), result, attr(node, g, g.m(), g.c(), g.m() / g.c()));
    }

    /** The parts have the scale of the whole, so that CONCAT moves codes as they are. */
    private static void parts(Node node, ConvGeometry g, DeviceTensor x, DeviceTensor result, NetworkBuilder network) {
        var results = new ArrayList<DeviceTensor>();
        for (int first = 0; first < g.groups(); first += TOGETHER) {
            int count = Math.min(TOGETHER, g.groups() - first);
            int from = first * g.group();
            var source = network.intermediate(Shape.of(g.n(), count * g.group(), g.h(), g.w()), x.scale());
            network.add(
                    OperatorType.STRIDED_SLICE,
                    List.of(x),
                    source,
                    new StridedSliceAttr(
                            List.of(0, from, 0, 0),
                            List.of(g.n(), from + count * g.group(), g.h(), g.w()),
                            List.of(1, 1, 1, 1)));
            var target = network.intermediate(
                    Shape.of(g.n(), count * (g.m() / g.groups()), g.outH(), g.outW()), result.scale());
            part(node, g, first, count, source, target, network);
            results.add(target);
        }
        network.add(OperatorType.CONCAT, results, result, new ConcatAttr(1));
    }

    /** Some of the groups as a convolution of one. */
    private static void part(
            Node node,
            ConvGeometry g,
            int first,
            int count,
            DeviceTensor x,
            DeviceTensor result,
            NetworkBuilder network) {
        int outputsPerGroup = g.m() / g.groups();
        int from = first * outputsPerGroup;
        int outputs = count * outputsPerGroup;
        int taps = g.group() * g.kernel().h() * g.kernel().w();
        byte[] codes = Arrays.copyOfRange(NetworkBuilder.codes(node.input(1)), from * taps, (from + outputs) * taps);
        var filter = network.constant(
                Shape.of(outputs, count * g.group(), g.kernel().h(), g.kernel().w()),
                Weights.scale(node.input(1)),
                expand(codes, count, outputsPerGroup, taps));
        int[] steps = Arrays.copyOfRange(Weights.bias(node, g.m()), from, from + outputs);
        network.add(
                OperatorType.CONV2D,
                List.of(x, filter, network.bias(x, filter, steps)),
                result,
                attr(node, g, outputs, 1, 0));
    }

    private static Conv2DAttr attr(Node node, ConvGeometry g, int outputs, int groups, int multiplier) {
        return new Conv2DAttr(
                new Windows(g.kernel(), g.stride(), g.padding()),
                outputs,
                groups,
                g.dilation(),
                multiplier,
                Weights.fused(((Conv2d) node.operator()).activation()));
    }

    /** The filter of one group that computes the same as several: zero where a channel is of another group. */
    private static byte[] expand(byte[] codes, int groups, int outputsPerGroup, int taps) {
        var dense = new byte[codes.length * groups];
        for (int m = 0; m < groups * outputsPerGroup; m++) {
            int group = m / outputsPerGroup;
            System.arraycopy(codes, m * taps, dense, (m * groups + group) * taps, taps);
        }
        return dense;
    }

    private static ConvGeometry geometry(Node node) {
        return ((Conv2d) node.operator())
                .geometry(node.input(0).type().shape(), node.input(1).type().shape());
    }
}
