package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.Identity;
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
import dev.touchstone.op.Stack;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unsqueeze;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The scale of each tensor in FULL_INT8. In this order:
 *
 * <ol>
 *   <li>the scale with which its readers take it; the largest, if they disagree (each reader still gets its own);
 *   <li>the range that calibration recorded, over 127;
 *   <li>the scale on the other side of an operator that keeps values: data movement, pooling, resizing, relu, leaky_relu;
 *   <li>the bound of the function: threshold/127 behind a relu6, 1/127 behind softmax, sigmoid, hard_sigmoid and tanh;
 *       then the third rule again.
 * </ol>
 *
 * <p>Scales by the third and fourth rule are inferred; whoever uses them says so.
 */
final class TensorScales {
    /** Where a scale comes from. */
    enum Source {
        READER,
        RECORDED,
        INFERRED
    }

    /**
     * A scale and where it comes from.
     *
     * @param from the node that an inferred scale is inferred from; empty for the others
     */
    record Scale(float scale, Source source, String from) {}

    private final ScaledGraph graph;
    private final Notes notes;
    private final Map<String, Scale> scales = new LinkedHashMap<>();

    private TensorScales(ScaledGraph graph, Notes notes) {
        this.graph = graph;
        this.notes = notes;
    }

    /** The scales by tensor name; tensors without one are missing. */
    static Map<String, Scale> of(ScaledGraph graph, Notes notes) {
        var search = new TensorScales(graph, notes);
        graph.graph().inputs().forEach(v -> search.requested(v, "quantized once for each"));
        for (var node : graph.graph().nodes()) {
            if (!ScaledGraph.isScale(node)) {
                node.outputs().forEach(v -> search.requested(v, "requantized for the others"));
                node.outputs().forEach(v -> search.recorded(v, node));
            }
        }
        search.propagate();
        search.bound();
        search.propagate();
        return Collections.unmodifiableMap(search.scales);
    }

    private void requested(Value tensor, String otherwise) {
        var requests = graph.requests(tensor);
        if (requests.isEmpty()) {
            return;
        }
        float largest = Collections.max(requests);
        scales.put(tensor.name(), new Scale(largest, Source.READER, ""));
        if (requests.size() > 1) {
            notes.add("tensor " + tensor.name() + ": its readers ask for scales " + requests + "; it is stored with "
                    + largest + " and " + otherwise);
        }
    }

    private void recorded(Value tensor, Node producer) {
        var range = tensor.range();
        if (range != null && tensor.type().isFloat() && !scales.containsKey(tensor.name())) {
            scales.put(tensor.name(), new Scale(Steps.of(range, producer, tensor.name(), notes), Source.RECORDED, ""));
        }
    }

    private void propagate() {
        int before;
        do {
            before = scales.size();
            graph.graph().nodes().stream().filter(TensorScales::keepsValues).forEach(this::forward);
            graph.graph().nodes().reversed().stream()
                    .filter(TensorScales::keepsValues)
                    .forEach(this::backward);
        } while (scales.size() > before);
    }

    /** The outputs take the largest scale of the inputs. */
    private void forward(Node node) {
        float largest = 0;
        for (var input : node.inputs()) {
            var scale = taken(input);
            if (scale.isEmpty()) {
                return;
            }
            largest = Math.max(largest, scale.get());
        }
        for (var output : node.outputs()) {
            infer(output, largest, node);
        }
    }

    /** The inputs take the largest scale of the outputs. */
    private void backward(Node node) {
        float largest = 0;
        for (var output : node.outputs()) {
            var scale = scales.get(output.name());
            if (scale == null) {
                return;
            }
            largest = Math.max(largest, scale.scale());
        }
        for (var input : node.inputs()) {
            if (taken(input).isEmpty() && !graph.isConstant(input)) {
                infer(graph.origin(input), largest, node);
            }
        }
    }

    /** The scale with which a node takes an input. */
    private Optional<Float> taken(Value input) {
        return graph.scale(input)
                .or(() -> Optional.ofNullable(scales.get(graph.origin(input).name()))
                        .map(Scale::scale));
    }

    private void bound() {
        for (var node : graph.graph().nodes()) {
            var bound = bound(node);
            if (bound.isPresent()) {
                infer(node.output(), (float) (bound.getAsDouble() / Steps.RANGE), node);
            }
        }
    }

    private void infer(Value tensor, float scale, Node from) {
        if (tensor.type().isFloat() && !scales.containsKey(tensor.name())) {
            scales.put(tensor.name(), new Scale(scale, Source.INFERRED, from.label()));
        }
    }

    private static boolean keepsValues(Node node) {
        return switch (node.operator()) {
            case Concat c -> true;
            case Flatten f -> true;
            case Identity i -> true;
            case LeakyRelu l -> true;
            case Pad p -> true;
            case Pool2d p -> true;
            case Relu r -> true;
            case Reshape r -> true;
            case Resize r -> true;
            case Slice s -> true;
            case Split s -> true;
            case Squeeze s -> true;
            case Stack s -> true;
            case Transpose t -> true;
            case Unsqueeze u -> true;
            default -> false;
        };
    }

    private static OptionalDouble bound(Node node) {
        return switch (node.operator()) {
            case Relu6 r -> OptionalDouble.of(r.threshold());
            case Conv2d c -> bound(c.activation());
            case FullyConnected f -> bound(f.activation());
            case Softmax s -> OptionalDouble.of(1);
            case Sigmoid s -> OptionalDouble.of(1);
            case HardSigmoid h -> OptionalDouble.of(1);
            case Tanh t -> OptionalDouble.of(1);
            default -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble bound(Activation activation) {
        return activation instanceof Activation.Relu6 r ? OptionalDouble.of(r.threshold()) : OptionalDouble.empty();
    }
}
