package dev.touchstone.runtime.isolation;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Graphs and single nodes as bytes. A graph: its name; all values; the indices of its inputs; its nodes; the indices of
 * its outputs. A value: name; type; {@code u8} 1 and the recorded magnitude, or 0; {@code u8} 1 and the number of a
 * constant, or 0. A node: name; operator; indices of its inputs; indices of its outputs. The elements of constants are
 * not among these bytes: {@link Constants}.
 */
final class GraphCodec {
    private GraphCodec() {}

    static void write(WireWriter out, Graph graph, Constants.Sent constants) {
        var values = new LinkedHashMap<String, Value>();
        graph.inputs().forEach(v -> values.putIfAbsent(v.name(), v));
        graph.nodes().forEach(n -> collect(values, n));
        graph.outputs().forEach(v -> values.putIfAbsent(v.name(), v));
        var indices = writeValues(out.string(graph.name()), values, constants);
        out.list(graph.inputs(), (w, v) -> writeIndex(w, indices, v));
        out.list(graph.nodes(), (w, n) -> writeNode(w, indices, n));
        out.list(graph.outputs(), (w, v) -> writeIndex(w, indices, v));
    }

    static void write(WireWriter out, Node node, Constants.Sent constants) {
        var values = new LinkedHashMap<String, Value>();
        collect(values, node);
        writeNode(out, writeValues(out, values, constants), node);
    }

    private static void collect(Map<String, Value> values, Node node) {
        node.inputs().forEach(v -> values.putIfAbsent(v.name(), v));
        node.outputs().forEach(v -> values.putIfAbsent(v.name(), v));
    }

    private static Map<String, Integer> writeValues(
            WireWriter out, Map<String, Value> values, Constants.Sent constants) {
        var indices = new LinkedHashMap<String, Integer>();
        values.keySet().forEach(name -> indices.put(name, indices.size()));
        out.list(values.values(), (w, v) -> writeValue(w, v, constants));
        return indices;
    }

    private static void writeValue(WireWriter out, Value value, Constants.Sent constants) {
        TypeCodec.write(out.string(value.name()), value.type());
        var range = value.range();
        out.bool(range != null);
        if (range != null) {
            out.f32(range);
        }
        var constant = value.constant();
        out.bool(constant != null);
        if (constant != null) {
            out.i32(constants.number(constant));
        }
    }

    private static void writeNode(WireWriter out, Map<String, Integer> indices, Node node) {
        RecordCodec.write(out.string(node.name()), Operator.class, node.operator());
        out.list(node.inputs(), (w, v) -> writeIndex(w, indices, v));
        out.list(node.outputs(), (w, v) -> writeIndex(w, indices, v));
    }

    private static void writeIndex(WireWriter out, Map<String, Integer> indices, Value value) {
        out.i32(Objects.requireNonNull(indices.get(value.name())));
    }

    /** Reads a graph, which is to be built when the elements of its constants have come. */
    static GraphBuilder readGraph(WireReader in, Constants.Received constants) {
        var builder = new GraphBuilder(in.string());
        var values = in.list(r -> readValue(r, constants));
        in.list(r -> readRef(r, values)).forEach(builder::input);
        in.list(r -> readNode(r, values)).forEach(builder::add);
        in.list(r -> readRef(r, values)).forEach(builder::output);
        return builder;
    }

    static Node readNode(WireReader in, Constants.Received constants) {
        return readNode(in, in.list(r -> readValue(r, constants)));
    }

    private static Value readValue(WireReader in, Constants.Received constants) {
        var name = in.string();
        TensorType type = TypeCodec.read(in);
        var range = in.bool() ? Float.valueOf(in.f32()) : null;
        var constant = in.bool() ? constants.tensor(in, in.i32(), type) : null;
        return new Value(name, type, constant, range);
    }

    private static Node readNode(WireReader in, List<Value> values) {
        var name = in.string();
        var operator = RecordCodec.read(in, Operator.class);
        var inputs = new ArrayList<>(in.list(r -> readRef(r, values)));
        var outputs = new ArrayList<>(in.list(r -> readRef(r, values)));
        if (outputs.isEmpty()) {
            throw in.fault("node " + name + " has no output");
        }
        return new Node(name, operator, inputs, outputs);
    }

    private static Value readRef(WireReader in, List<Value> values) {
        return values.get(in.index(values.size(), "value"));
    }
}
