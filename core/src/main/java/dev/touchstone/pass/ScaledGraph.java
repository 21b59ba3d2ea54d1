package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Quantize;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A graph of float32 operators with explicit scales, read without them. In this form, which {@link ExplicitScales}
 * makes, an operator that takes a tensor with a scale reads it through a {@link Quantize} and a {@link Dequantize}, and
 * int8 weights are constants behind a {@link Dequantize}.
 */
record ScaledGraph(Graph graph) {
    /** The tensor whose real numbers a value carries: what was quantized and dequantized to make it, or itself. */
    Value origin(Value value) {
        var quantize = quantizeBehind(value);
        return quantize.isPresent() ? origin(quantize.get().input(0)) : value;
    }

    /** The scale with which a reader of this value takes its origin, if it says so. */
    Optional<Float> scale(Value value) {
        return quantizeBehind(value).map(q -> q.output().type().scale());
    }

    private Optional<Node> quantizeBehind(Value value) {
        return graph.producer(value)
                .filter(n -> n.operator() instanceof Dequantize)
                .flatMap(n -> graph.producer(n.input(0)))
                .filter(n -> n.operator() instanceof Quantize);
    }

    /** The int8 constant that a value is dequantized from. */
    Optional<Value> stored(Value value) {
        return graph.producer(value)
                .filter(n -> n.operator() instanceof Dequantize)
                .map(n -> n.input(0))
                .filter(Value::isConstant);
    }

    /** Whether {@link #constant} has an answer, which is long for a table of weights. */
    boolean isConstant(Value value) {
        return value.isConstant() ? value.type().isFloat() : stored(value).isPresent();
    }

    /** The real numbers of a constant, stored as float32 or as int8. */
    Optional<float[]> constant(Value value) {
        var tensor = value.constant();
        if (tensor != null) {
            return value.type().isFloat() ? Optional.of(tensor.toFloats()) : Optional.empty();
        }
        return stored(value).map(Codes::toReal);
    }

    /** The scales with which a tensor's readers take it, each once. */
    Set<Float> requests(Value tensor) {
        var scales = new LinkedHashSet<Float>();
        for (var reader : graph.consumers(tensor)) {
            if (reader.operator() instanceof Quantize) {
                scales.add(reader.output().type().scale());
            }
        }
        return scales;
    }

    /** The operators that read a tensor, with or without a scale. */
    Set<Node> readers(Value tensor) {
        var readers = new LinkedHashSet<Node>();
        for (var reader : graph.consumers(tensor)) {
            if (isScale(reader)) {
                readers.addAll(readers(reader.output()));
            } else {
                readers.add(reader);
            }
        }
        return readers;
    }

    /** The one operator that reads a tensor; empty if there are several, none, or the caller gets the tensor. */
    Optional<Node> onlyReader(Value tensor) {
        if (isSeen(tensor)) {
            return Optional.empty();
        }
        var readers = readers(tensor);
        return readers.size() == 1 ? Optional.of(readers.iterator().next()) : Optional.empty();
    }

    /** The nodes between a tensor and its readers that carry scales. */
    Set<Node> scalesBehind(Value tensor) {
        var scales = new LinkedHashSet<Node>();
        for (var reader : graph.consumers(tensor)) {
            if (isScale(reader)) {
                scales.add(reader);
                scales.addAll(scalesBehind(reader.output()));
            }
        }
        return scales;
    }

    /** True if the caller gets the tensor, or its quantized form. */
    boolean isSeen(Value tensor) {
        if (graph.isOutput(tensor)) {
            return true;
        }
        for (var reader : graph.consumers(tensor)) {
            if (isScale(reader) && isSeen(reader.output())) {
                return true;
            }
        }
        return false;
    }

    /** True if anything is quantized. */
    boolean hasScales() {
        return graph.nodes().stream().anyMatch(ScaledGraph::isScale);
    }

    /** True for the nodes that carry scales and compute nothing. */
    static boolean isScale(Node node) {
        return node.operator() instanceof Quantize || node.operator() instanceof Dequantize;
    }
}
