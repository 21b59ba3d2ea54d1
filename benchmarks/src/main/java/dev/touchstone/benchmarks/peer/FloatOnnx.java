package dev.touchstone.benchmarks.peer;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a float32 graph as an ONNX model. */
final class FloatOnnx {
    private final OnnxWriter writer;
    private final Map<String, String> names = new HashMap<>();

    private FloatOnnx(Graph graph) {
        this.writer = OnnxNodes.writer(graph);
    }

    /** The model's file. */
    static byte[] write(Graph graph) {
        var run = new FloatOnnx(graph);
        run.names.put(graph.inputs().getFirst().name(), OnnxNodes.INPUT);
        run.names.put(graph.outputs().getFirst().name(), OnnxNodes.OUTPUT);
        graph.nodes().forEach(run::add);
        return run.writer.bytes();
    }

    private void add(Node node) {
        var x = node.input(0);
        var y = name(node.output());
        switch (node.operator()) {
            case Conv2d conv -> {
                var sum = conv.activation() instanceof Activation.Relu ? writer.fresh("sum") : y;
                writer.node(
                        "",
                        "Conv",
                        sum,
                        OnnxNodes.attributes(node, conv),
                        name(x),
                        constant(node.input(1)),
                        constant(node.input(2)));
                if (!sum.equals(y)) {
                    writer.node("", "Relu", y, List.of(), sum);
                }
            }
            case Relu relu -> writer.node("", "Relu", y, List.of(), name(x));
            case Add add -> writer.node("", "Add", y, List.of(), name(x), name(node.input(1)));
            case Pool2d pool -> pool(node, pool);
            case FullyConnected fc -> matrix(node, fc);
            default -> throw OnnxNodes.refuse(node);
        }
    }

    private void pool(Node node, Pool2d pool) {
        var x = name(node.input(0));
        var y = name(node.output());
        if (OnnxNodes.isGlobalAverage(pool)) {
            writer.node("", "GlobalAveragePool", y, List.of(), x);
        } else if (pool.kind() == Pool2d.Kind.MAX && pool.window() instanceof Window.Sliding window) {
            writer.node("", "MaxPool", y, OnnxNodes.attributes(node, window), x);
        } else {
            throw OnnxNodes.refuse(node);
        }
    }

    private void matrix(Node node, FullyConnected fc) {
        if (!(fc.activation() instanceof Activation.None)) {
            throw OnnxNodes.refuse(node);
        }
        var flat = writer.fresh("flat");
        writer.node("", "Flatten", flat, List.of(), name(node.input(0)));
        writer.node("", "Gemm", name(node.output()), List.of(), flat, constant(node.input(1)), constant(node.input(2)));
    }

    private String constant(Value value) {
        return writer.float32(OnnxNodes.constant(value).toFloats(), OnnxNodes.extents(value));
    }

    private String name(Value value) {
        return names.computeIfAbsent(value.name(), n -> writer.fresh("tensor"));
    }
}
