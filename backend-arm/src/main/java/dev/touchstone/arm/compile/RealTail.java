package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.RealFunction;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a convolution with a float result does at its end: a batch normalization and a rectifier that stand behind it in
 * the graph and read nothing else.
 *
 * @param product the convolution
 * @param norm the batch normalization; null if there is none
 * @param rectifier the rectifier; null if there is none
 */
record RealTail(Node product, @Nullable Node norm, @Nullable Node rectifier) {
    /** Of a convolution. */
    static RealTail of(Graph graph, Node product) {
        boolean free = ((Conv2d) product.operator()).activation() instanceof Activation.None;
        Node last = product;
        Node norm = null;
        Node rectifier = null;
        var next = only(graph, last);
        if (free
                && next != null
                && next.operator() instanceof BatchNorm
                && product.input(0).type().isFloat()) {
            norm = next;
            last = next;
            next = only(graph, last);
        }
        if (free && next != null && (next.operator() instanceof Relu || next.operator() instanceof Relu6)) {
            rectifier = next;
        }
        return new RealTail(product, norm, rectifier);
    }

    /** The one node that reads a node's output, if nobody else sees it. */
    private static @Nullable Node only(Graph graph, Node node) {
        var consumers = graph.consumers(node.output());
        boolean alone = consumers.size() == 1 && !graph.isOutput(node.output());
        return alone
                        && consumers
                                .getFirst()
                                .input(0)
                                .name()
                                .equals(node.output().name())
                ? consumers.getFirst()
                : null;
    }

    Node last() {
        return rectifier != null ? rectifier : norm != null ? norm : product;
    }

    /** The nodes in order. */
    List<Node> nodes() {
        var nodes = new ArrayList<>(List.of(product));
        if (norm != null) {
            nodes.add(norm);
        }
        if (rectifier != null) {
            nodes.add(rectifier);
        }
        return nodes;
    }

    RealFunction function() {
        if (rectifier == null) {
            return RealFunctions.of(((Conv2d) product.operator()).activation());
        }
        return rectifier.operator() instanceof Relu6(float threshold)
                ? new RealFunction.Limits(0, threshold)
                : new RealFunction.Relu();
    }
}
