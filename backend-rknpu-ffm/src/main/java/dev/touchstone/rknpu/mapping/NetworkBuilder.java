package dev.touchstone.rknpu.mapping;

import dev.touchstone.BackendException;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Quantize;
import dev.touchstone.rknpu.ddk.Conv2DAttr;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.ReshapeAttr;
import dev.touchstone.rknpu.mapping.DeviceNetwork.Inlet;
import dev.touchstone.rknpu.mapping.DeviceNetwork.Outlet;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects the network that a graph becomes. */
public final class NetworkBuilder {
    private final Graph graph;
    private final List<DeviceTensor> tensors = new ArrayList<>();
    private final List<DeviceOperator> operators = new ArrayList<>();
    private final List<Inlet> inlets = new ArrayList<>();
    private final Map<String, DeviceTensor> known = new HashMap<>();
    private String node = "";

    private NetworkBuilder(Graph graph) {
        this.graph = graph;
    }

    /**
     * The network of a graph of supported nodes.
     *
     * @throws BackendException if a node is not supported
     */
    public static DeviceNetwork build(Graph graph, Mappings mappings) {
        var builder = new NetworkBuilder(graph);
        for (var node : graph.nodes()) {
            builder.node = node.label();
            if (mappings.supports(node) instanceof Support.Unsupported reason) {
                throw new BackendException("rknpu", node.label() + " is not supported: " + reason);
            }
            switch (node.operator()) {
                case Quantize q -> builder.quantize(node);
                case Dequantize d -> builder.known.put(node.output().name(), builder.tensor(node.input(0)));
                default -> mappings.of(node).lower(node, builder);
            }
        }
        return builder.finish();
    }

    private void quantize(Node quantize) {
        var x = quantize.input(0);
        var output = quantize.output();
        int index = inputIndex(x);
        if (index < 0) {
            // Between two parts of the graph that compute on codes: the numbers only change their scale.
            add(OperatorType.DATACONVERT, List.of(tensor(x)), tensor(output), new NoAttr());
            return;
        }
        inlets.add(new Inlet(tensor(output), index, true));
    }

    private int inputIndex(Value value) {
        var inputs = graph.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).name().equals(value.name())) {
                return i;
            }
        }
        return -1;
    }

    private DeviceNetwork finish() {
        var outlets = new ArrayList<Outlet>();
        for (int i = 0; i < graph.outputs().size(); i++) {
            var output = graph.outputs().get(i);
            node = "output " + output.name();
            var tensor = tensor(output);
            boolean produced = operators.stream().anyMatch(o -> o.output().id() == tensor.id());
            boolean taken = outlets.stream().anyMatch(o -> o.tensor().id() == tensor.id());
            outlets.add(new Outlet(
                    produced && !taken ? tensor : copy(tensor), i, output.type().isFloat()));
        }
        return new DeviceNetwork(tensors, operators, inlets, outlets);
    }

    private DeviceTensor copy(DeviceTensor tensor) {
        return add(
                OperatorType.DATACONVERT, List.of(tensor), intermediate(tensor.shape(), tensor.scale()), new NoAttr());
    }

    /** The tensor of a value; of a constant, its codes. */
    public DeviceTensor tensor(Value value) {
        var found = known.get(value.name());
        if (found != null) {
            return found;
        }
        var constant = value.constant();
        var made = constant == null
                ? intermediate(value.type().shape(), value.type().scale())
                : constant(value.type().shape(), value.type().scale(), constant.toBytes());
        known.put(value.name(), made);
        int index = inputIndex(value);
        if (index >= 0) {
            inlets.add(new Inlet(made, index, false));
        }
        return made;
    }

    /** A tensor between two operators of one node. */
    DeviceTensor intermediate(Shape shape, float scale) {
        return register(new DeviceTensor(tensors.size(), shape, scale, null, null));
    }

    /** A constant of signed codes. */
    DeviceTensor constant(Shape shape, float scale, byte[] codes) {
        if (codes.length != shape.elements()) {
            throw new IllegalArgumentException(codes.length + " codes for shape " + shape);
        }
        return register(new DeviceTensor(tensors.size(), shape, scale, codes, null));
    }

    /**
     * A bias. Its scale is the product in float32 of the scales of input and weights, as the library's check computes it:
     * with another scale the library leaves the whole network empty.
     */
    DeviceTensor bias(DeviceTensor x, DeviceTensor weights, int[] steps) {
        return register(
                new DeviceTensor(tensors.size(), Shape.of(steps.length), x.scale() * weights.scale(), null, steps));
    }

    private DeviceTensor register(DeviceTensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    DeviceTensor add(OperatorType type, List<DeviceTensor> inputs, DeviceTensor output, OperatorAttr attr) {
        operators.add(new DeviceOperator(type, inputs, output, attr, node));
        return output;
    }

    /** The same elements in another shape; the tensor itself if it has that shape. */
    DeviceTensor reshape(DeviceTensor x, Shape shape) {
        return x.shape().equals(shape) ? x : reshape(x, intermediate(shape, x.scale()));
    }

    /** Copies the elements into a tensor of another shape. */
    DeviceTensor reshape(DeviceTensor x, DeviceTensor output) {
        var extents = Arrays.stream(output.shape().toArray()).boxed().toList();
        return add(OperatorType.RESHAPE, List.of(x), output, new ReshapeAttr(extents));
    }

    /** The tensor with another scale; the tensor itself if it has that scale. */
    DeviceTensor rescale(DeviceTensor x, float scale) {
        return x.scale() == scale
                ? x
                : add(OperatorType.DATACONVERT, List.of(x), intermediate(x.shape(), scale), new NoAttr());
    }

    /**
     * Where an operator that moves elements writes, which may not change their scale: the output, or a tensor that
     * {@link #rescaled} converts.
     */
    DeviceTensor moved(DeviceTensor x, DeviceTensor output) {
        return x.scale() == output.scale() ? output : intermediate(output.shape(), x.scale());
    }

    /** Completes what was written to the result of {@link #moved}. */
    void rescaled(DeviceTensor moved, DeviceTensor output) {
        if (moved.id() != output.id()) {
            add(OperatorType.DATACONVERT, List.of(moved), output, new NoAttr());
        }
    }

    /**
     * The input of a depthwise convolution. The device computes one wrongly directly behind a rectifier; an addition of
     * zeros comes between. A depthwise convolution with a rectifier counts as one, because the library makes two of it.
     */
    DeviceTensor apartFromRelu(DeviceTensor x) {
        if (operators.stream().noneMatch(o -> o.output().id() == x.id() && endsInRelu(o))) {
            return x;
        }
        int channels = x.shape().extent(1);
        var zeros = constant(Shape.of(1, channels, 1, 1), x.scale(), new byte[channels]);
        return add(OperatorType.ADD, List.of(x, zeros), intermediate(x.shape(), x.scale()), new NoAttr());
    }

    private static boolean endsInRelu(DeviceOperator operator) {
        return operator.type() == OperatorType.RELU
                || (operator.attr() instanceof Conv2DAttr c && c.multiplier() > 0 && c.hasRelu());
    }

    static byte[] codes(Value constant) {
        return Objects.requireNonNull(constant.constant()).toBytes();
    }

    static float[] reals(@Nullable Value constant, int count) {
        if (constant == null || constant.constant() == null) {
            return new float[count];
        }
        return constant.constant().toFloats();
    }
}
