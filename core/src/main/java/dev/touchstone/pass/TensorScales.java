package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unsqueeze;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The scale of each tensor in FULL_INT8. In this order: what its readers ask for (the largest, if they disagree: each
 * reader then gets its own requantization); the range that calibration recorded, over 127; and, with a note, what the
 * operator implies: data movement and the like keep their input's scale, relu6 reaches its threshold, softmax and sigmoid
 * reach 1.
 */
final class TensorScales {
    /** Where a scale comes from. */
    enum Source {
        READER,
        RECORDED,
        INFERRED
    }

    /** A scale and its source. */
    record Scale(float scale, Source source) {}

    private final ScaledGraph graph;
    private final Notes notes;
    private final Map<String, Scale> scales = new LinkedHashMap<>();

    private TensorScales(ScaledGraph graph, Notes notes) {
        this.graph = graph;
        this.notes = notes;
    }

    /** The scales by tensor name, in the graph's order; tensors without one are missing. */
    static Map<String, Scale> of(ScaledGraph graph, Notes notes) {
        var run = new TensorScales(graph, notes);
        graph.graph().inputs().forEach(v -> run.stated(v, Optional.empty()));
        for (var node : graph.graph().nodes()) {
            if (!ScaledGraph.isScale(node)) {
                node.outputs().forEach(v -> run.stated(v, Optional.of(node)));
                node.outputs().forEach(v -> run.inferred(v, node));
            }
        }
        return run.scales;
    }

    private void stated(Value tensor, Optional<Node> producer) {
        var requests = graph.requests(tensor);
        if (!requests.isEmpty()) {
            float largest = requests.stream().max(Float::compare).orElseThrow();
            scales.put(tensor.name(), new Scale(largest, Source.READER));
            if (requests.size() > 1) {
                notes.add("tensor " + tensor.name() + ": its readers ask for scales " + requests
                        + "; it is stored with " + largest + " and requantized for the others");
            }
            return;
        }
        var range = tensor.range();
        if (range != null && producer.isPresent()) {
            scales.put(
                    tensor.name(), new Scale(Steps.of(range, producer.get(), tensor.name(), notes), Source.RECORDED));
        }
    }

    private void inferred(Value tensor, Node node) {
        if (scales.containsKey(tensor.name()) || !tensor.type().isFloat()) {
            return;
        }
        implied(node).ifPresent(scale -> {
            scales.put(tensor.name(), new Scale(scale, Source.INFERRED));
            notes.add("tensor " + tensor.name() + ": no scale is recorded; " + scale + " is inferred from "
                    + node.label());
        });
    }

    private Optional<Float> implied(Node node) {
        return switch (node.operator()) {
            case Softmax s -> input(node).map(x -> 1f / Steps.RANGE);
            case Sigmoid s -> input(node).map(x -> 1f / Steps.RANGE);
            case Relu6 r -> input(node).map(x -> Math.min(x, r.threshold() / Steps.RANGE));
            case Concat c ->
                node.inputs().stream().allMatch(v -> of(v).isPresent())
                        ? node.inputs().stream().flatMap(v -> of(v).stream()).max(Float::compare)
                        : Optional.empty();
            case Flatten f -> input(node);
            case LeakyRelu l -> input(node);
            case Pad p -> input(node);
            case Pool2d p -> input(node);
            case Relu r -> input(node);
            case Reshape r -> input(node);
            case Resize r -> input(node);
            case Slice s -> input(node);
            case Split s -> input(node);
            case Squeeze s -> input(node);
            case Transpose t -> input(node);
            case Unsqueeze u -> input(node);
            default -> Optional.empty();
        };
    }

    private Optional<Float> input(Node node) {
        return of(node.input(0));
    }

    /** The scale with which a node reads a value. */
    private Optional<Float> of(Value value) {
        return graph.scale(value)
                .or(() -> Optional.ofNullable(scales.get(graph.origin(value).name()))
                        .map(Scale::scale));
    }
}
