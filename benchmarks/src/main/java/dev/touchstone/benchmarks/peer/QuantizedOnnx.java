package dev.touchstone.benchmarks.peer;

import static dev.touchstone.benchmarks.peer.OnnxWriter.MICROSOFT;

import dev.touchstone.benchmarks.peer.OnnxWriter.Attribute;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Window;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes an int8 graph, from its quantization to its float32 result, as an ONNX model in a form. A rectifier is the zero
 * point of what it makes: then the engine's clamp is the rectifier, and no node is needed for it.
 */
final class QuantizedOnnx {
    private static final String STANDARD = "";

    private final Graph graph;
    private final OnnxForm form;
    private final OnnxWriter writer;
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> rectified = new HashSet<>();
    private final Set<String> done = new HashSet<>();

    private QuantizedOnnx(Graph graph, OnnxForm form) {
        this.graph = graph;
        this.form = form;
        this.writer = OnnxNodes.writer(graph);
    }

    /** The model's file. */
    static byte[] write(Graph graph, OnnxForm form) {
        var run = new QuantizedOnnx(graph, form);
        run.names.put(graph.inputs().getFirst().name(), OnnxNodes.INPUT);
        run.names.put(graph.outputs().getFirst().name(), OnnxNodes.OUTPUT);
        graph.nodes().stream().filter(n -> !run.done.contains(n.name())).forEach(run::add);
        return run.writer.bytes();
    }

    private void add(Node node) {
        var x = node.input(0);
        switch (node.operator()) {
            case Quantize q -> quantize(name(x), node.output());
            case Conv2d conv -> convolution(node, conv);
            case Add add -> addition(node);
            case Pool2d pool -> pool(node, pool);
            case FullyConnected fc -> matrix(node, fc);
            default -> throw OnnxNodes.refuse(node);
        }
    }

    private void convolution(Node node, Conv2d conv) {
        var x = node.input(0);
        var w = node.input(1);
        var y = node.output();
        rectify(y, conv.activation() instanceof Activation.Relu);
        var attributes = OnnxNodes.attributes(node, conv);
        if (form.pairs()) {
            var real = writer.fresh("real");
            writer.node(STANDARD, "Conv", real, attributes, real(x), realWeights(w), realBias(node));
            quantize(real, y);
            return;
        }
        writer.node(
                STANDARD,
                "QLinearConv",
                name(y),
                attributes,
                name(x),
                scale(x),
                zero(x),
                weights(w),
                scale(w),
                zeroOf(form.signedWeights(), form.weightZero()),
                scale(y),
                zero(y),
                bias(node));
    }

    /** An addition, and the rectifier behind it. */
    private void addition(Node node) {
        var readers = graph.consumers(node.output());
        var last = node;
        if (readers.size() == 1 && readers.getFirst().operator() instanceof Relu) {
            last = readers.getFirst();
            done.add(last.name());
        }
        var y = last.output();
        rectify(y, !last.equals(node));
        var a = node.input(0);
        var b = node.input(1);
        if (form.pairs()) {
            var real = writer.fresh("real");
            writer.node(STANDARD, "Add", real, List.of(), real(a), real(b));
            quantize(real, y);
            return;
        }
        writer.node(
                MICROSOFT,
                "QLinearAdd",
                name(y),
                List.of(),
                name(a),
                scale(a),
                zero(a),
                name(b),
                scale(b),
                zero(b),
                scale(y),
                zero(y));
    }

    private void pool(Node node, Pool2d pool) {
        var x = node.input(0);
        var y = node.output();
        rectify(y, rectified.contains(x.name()));
        if (OnnxNodes.isGlobalAverage(pool)) {
            average(x, y);
        } else if (pool.kind() == Pool2d.Kind.MAX && pool.window() instanceof Window.Sliding window) {
            writer.node(STANDARD, "MaxPool", name(y), OnnxNodes.attributes(node, window), name(x));
        } else {
            throw OnnxNodes.refuse(node);
        }
    }

    private void average(Value x, Value y) {
        if (form.pairs()) {
            var real = writer.fresh("real");
            writer.node(STANDARD, "GlobalAveragePool", real, List.of(), real(x));
            quantize(real, y);
            return;
        }
        writer.node(
                MICROSOFT,
                "QLinearGlobalAveragePool",
                name(y),
                List.of(Attribute.one("channels_last", 0)),
                name(x),
                scale(x),
                zero(x),
                scale(y),
                zero(y));
    }

    private void matrix(Node node, FullyConnected fc) {
        if (!node.output().type().isFloat() || !(fc.activation() instanceof Activation.None)) {
            throw OnnxNodes.refuse(node);
        }
        var x = node.input(0);
        var w = node.input(1);
        var flat = writer.fresh("flat");
        var y = name(node.output());
        if (form.pairs()) {
            writer.node(STANDARD, "Flatten", flat, List.of(), real(x));
            writer.node(STANDARD, "Gemm", y, List.of(), flat, realWeights(w), realBias(node));
            return;
        }
        writer.node(STANDARD, "Flatten", flat, List.of(), name(x));
        writer.node(
                MICROSOFT,
                "QGemm",
                y,
                List.of(),
                flat,
                scale(x),
                zero(x),
                weights(w),
                scale(w),
                zeroOf(form.signedWeights(), form.weightZero()),
                bias(node));
    }

    private void quantize(String real, Value y) {
        writer.node(STANDARD, "QuantizeLinear", name(y), List.of(), real, scale(y), zero(y));
    }

    private String real(Value x) {
        return dequantize(name(x), scale(x), zero(x));
    }

    private String realWeights(Value w) {
        return dequantize(weights(w), scale(w), zeroOf(form.signedWeights(), form.weightZero()));
    }

    private String realBias(Node node) {
        var real = writer.fresh("real");
        writer.node(STANDARD, "DequantizeLinear", real, List.of(), bias(node), writer.float32((float) biasStep(node)));
        return real;
    }

    private String dequantize(String codes, String scale, String zero) {
        var real = writer.fresh("real");
        writer.node(STANDARD, "DequantizeLinear", real, List.of(), codes, scale, zero);
        return real;
    }

    private void rectify(Value value, boolean isRectified) {
        if (isRectified) {
            rectified.add(value.name());
        }
    }

    private String name(Value value) {
        return names.computeIfAbsent(value.name(), n -> writer.fresh("tensor"));
    }

    private String scale(Value value) {
        return writer.float32(value.type().scale());
    }

    private String zero(Value value) {
        return zeroOf(form.signedActivations(), form.zeroPoint(rectified.contains(value.name())));
    }

    private String zeroOf(boolean signed, int zero) {
        return writer.bytes(signed, new byte[] {(byte) zero});
    }

    private String weights(Value w) {
        byte[] codes = OnnxNodes.constant(w).toBytes();
        for (int i = 0; i < codes.length; i++) {
            codes[i] += (byte) form.weightZero();
        }
        return writer.bytes(form.signedWeights(), codes, OnnxNodes.extents(w));
    }

    private static double biasStep(Node node) {
        return (double) node.input(0).type().scale() * node.input(1).type().scale();
    }

    /** The bias in units of the accumulator. */
    private String bias(Node node) {
        float[] real = OnnxNodes.constant(node.input(2)).toFloats();
        var codes = new int[real.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (int) Math.rint(real[i] / biasStep(node));
        }
        return writer.int32(codes, codes.length);
    }
}
