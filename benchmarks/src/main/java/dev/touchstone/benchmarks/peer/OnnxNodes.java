package dev.touchstone.benchmarks.peer;

import dev.touchstone.benchmarks.peer.OnnxWriter.Attribute;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/** What nodes of both kinds of numbers have in common when they are written down. */
final class OnnxNodes {
    /** The names of a model's input and output. */
    static final String INPUT = "x";

    static final String OUTPUT = "y";

    private OnnxNodes() {}

    /** A model's file without nodes. */
    static OnnxWriter writer(dev.touchstone.graph.Graph graph) {
        var writer = new OnnxWriter(graph.name());
        writer.input(INPUT, extents(graph.inputs().getFirst()));
        writer.output(OUTPUT, extents(graph.outputs().getFirst()));
        return writer;
    }

    static int[] extents(Value value) {
        return value.type().shape().toArray();
    }

    static Tensor constant(Value value) {
        return Objects.requireNonNull(value.constant(), value.name());
    }

    static List<Attribute> attributes(Node node, Conv2d conv) {
        var g = conv.geometry(node.input(0).type().shape(), node.input(1).type().shape());
        return List.of(
                Attribute.list("kernel_shape", g.kernel().h(), g.kernel().w()),
                Attribute.list("strides", g.stride().h(), g.stride().w()),
                Attribute.list("dilations", g.dilation().h(), g.dilation().w()),
                pads(g.padding()),
                Attribute.one("group", g.groups()));
    }

    static List<Attribute> attributes(Node node, Window.Sliding window) {
        var x = node.input(0).type().shape();
        return List.of(
                Attribute.list(
                        "kernel_shape", window.kernel().h(), window.kernel().w()),
                Attribute.list("strides", window.stride().h(), window.stride().w()),
                pads(window.padding().resolve(x.extent(2), x.extent(3), window.kernel(), window.stride())));
    }

    private static Attribute pads(Padding padding) {
        return Attribute.list("pads", padding.top(), padding.left(), padding.bottom(), padding.right());
    }

    static IllegalArgumentException refuse(Node node) {
        return new IllegalArgumentException(node.label() + " " + node.operator()
                + " is not written as ONNX; the networks" + " of this benchmark do not need it");
    }

    static boolean isGlobalAverage(Pool2d pool) {
        return pool.kind() == Pool2d.Kind.AVERAGE && pool.window() instanceof Window.Global;
    }
}
