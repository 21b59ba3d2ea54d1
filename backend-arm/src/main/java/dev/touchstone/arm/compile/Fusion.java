package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.Rounding;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Relu;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes are computed together: a convolution whose result only goes into an addition is computed where the
 * addition stands, and adds the other operand before it stores; a rectifier behind that is a limit, with a multiplication
 * if its scale is another. A convolution with a float result is computed where its {@link RealTail} ends.
 */
final class Fusion {
    /**
     * An addition at the end of a convolution.
     *
     * @param node the addition
     * @param product the convolution
     * @param other the operand that the convolution does not compute
     * @param last the addition or the rectifier behind it
     */
    record Addition(Node node, Node product, Value other, Node last) {
        Value result() {
            return last.output();
        }

        /** Rule E3's factors. */
        ConvStages.Addend addend(Stored tensor, float productScale) {
            double out = node.output().type().scale();
            boolean rectified = ((Conv2d) product.operator()).activation() instanceof Activation.Relu;
            return new ConvStages.Addend(
                    tensor,
                    (float) ((double) productScale / out),
                    (float) ((double) other.type().scale() / out),
                    rectified ? 0 : -127,
                    isRectified() ? rescale(node, last) : 1);
        }

        /** Of the sum. */
        Rounding rounding(ByteForm form, boolean limit) {
            return new Rounding(form, isRectified() ? 0 : -127, 127, limit || isWide(), Rounding.LINE);
        }

        /** Whether a rectifier stands behind the addition. */
        boolean isRectified() {
            return !last.name().equals(node.name());
        }

        private boolean isWide() {
            double out = node.output().type().scale();
            return 127 * (product.output().type().scale() / out + other.type().scale() / out) > 0x7fff0000;
        }
    }

    private final Map<Node, Addition> additions = new HashMap<>();
    private final Map<Node, RealTail> tails = new HashMap<>();
    private final Set<Node> absorbed = new HashSet<>();

    /**
     * Looks through a graph.
     *
     * @param width bytes of a vector
     */
    Fusion(Graph graph, int width) {
        for (var node : graph.nodes()) {
            if (node.operator() instanceof Add && isPlainInt8(node)) {
                fuse(graph, node, width);
            }
            if (node.operator() instanceof Conv2d && node.output().type().isFloat()) {
                var tail = RealTail.of(graph, node);
                tails.put(tail.last(), tail);
                absorbed.addAll(tail.nodes());
                absorbed.remove(tail.last());
            }
        }
    }

    private void fuse(Graph graph, Node add, int width) {
        for (int i = 1; i >= 0; i--) {
            var value = add.input(i);
            var other = add.input(1 - i);
            var product = graph.producer(value).orElse(null);
            if (product != null
                    && !value.name().equals(other.name())
                    && product.operator() instanceof Conv2d conv
                    && takes(product, conv, width)
                    && graph.consumers(value).size() == 1
                    && !graph.isOutput(value)
                    && !absorbed.contains(product)) {
                var last = rectifier(graph, add);
                additions.put(last, new Addition(add, product, other, last));
                absorbed.addAll(List.of(product, add));
                absorbed.remove(last);
                return;
            }
        }
    }

    private static boolean takes(Node product, Conv2d conv, int width) {
        var g = conv.geometry(
                product.input(0).type().shape(), product.input(1).type().shape());
        boolean limits = conv.activation() instanceof Activation.None || conv.activation() instanceof Activation.Relu;
        return limits && !Layouts.isDepthwise(g) && ConvStages.vectors(Layouts.block(g.m()), width) == 4;
    }

    private static boolean isPlainInt8(Node add) {
        var x = add.input(0);
        var y = add.input(1);
        return x.type().rank() == 4
                && x.type().isQuantizedInt8()
                && y.type().isQuantizedInt8()
                && add.output().type().isQuantizedInt8()
                && !x.isConstant()
                && !y.isConstant()
                && x.type().shape().equals(y.type().shape());
    }

    private static float rescale(Node add, Node relu) {
        return (float) ((double) add.output().type().scale()
                / (double) relu.output().type().scale());
    }

    /** Whether the rectifier's table is what a multiplication in float32 gives, for all 128 values it can meet. */
    private static boolean isProduct(Node add, Node relu) {
        float factor = rescale(add, relu);
        var table = Int8Table.of(
                (Relu) relu.operator(),
                add.output().type().scale(),
                relu.output().type().scale());
        for (int q = 0; q <= 127; q++) {
            if (table.entries()[q + 128] != (byte) Math.rint(Math.min((float) q * factor, 127f))) {
                return false;
            }
        }
        return true;
    }

    private static Node rectifier(Graph graph, Node add) {
        var consumers = graph.consumers(add.output());
        if (consumers.size() == 1
                && !graph.isOutput(add.output())
                && consumers.getFirst().operator() instanceof Relu) {
            var relu = consumers.getFirst();
            var type = relu.output().type();
            if (type.isQuantizedInt8() && isProduct(add, relu)) {
                return relu;
            }
        }
        return add;
    }

    /** Whether another node computes this one too. */
    boolean isAbsorbed(Node node) {
        return absorbed.contains(node);
    }

    /** What stands at a node that computes others too; null if it does not. */
    @org.jspecify.annotations.Nullable
    Addition at(Node node) {
        return additions.get(node);
    }

    /** The convolution with a float result that is computed at a node; null if none is. */
    @org.jspecify.annotations.Nullable
    RealTail tailAt(Node node) {
        return tails.get(node);
    }

    /** The nodes that are computed at a node, in the graph's order. */
    List<Node> nodes(Node node) {
        var tail = tails.get(node);
        var addition = additions.get(node);
        if (addition == null) {
            return tail == null ? List.of(node) : tail.nodes();
        }
        var nodes = new ArrayList<>(List.of(addition.product(), addition.node()));
        if (addition.isRectified()) {
            nodes.add(addition.last());
        }
        return nodes;
    }
}
