package dev.touchstone.arm;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Small int8 graphs with random constants. */
final class Graphs {
    private final GraphBuilder builder = new GraphBuilder("test");
    private final SplittableRandom random;
    private int count;

    Graphs(long seed) {
        random = new SplittableRandom(seed);
    }

    static TensorType int8(float scale, int... extents) {
        return new TensorType(DataType.INT8, Shape.of(extents), Quantization.perTensor(scale));
    }

    Value input(TensorType type) {
        return builder.input("x" + count++, type);
    }

    Value constant(TensorType type) {
        return Value.constant("c" + count++, Exactness.random(type, random));
    }

    /** Weights with a scale for each output channel, or one for all. */
    Value weights(boolean perChannel, int axis, int... extents) {
        var scales = new ArrayList<Float>();
        for (int i = 0; i < extents[axis]; i++) {
            scales.add((float) random.nextDouble(0.001, 0.02));
        }
        Quantization quantization =
                perChannel ? new Quantization.PerChannel(axis, scales) : Quantization.perTensor(scales.getFirst());
        return constant(new TensorType(DataType.INT8, Shape.of(extents), quantization));
    }

    Value bias(int channels) {
        var values = new float[channels];
        for (int i = 0; i < channels; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return Value.constant("c" + count++, Tensor.of(values, channels));
    }

    /** The same bias for all channels. */
    Value bias(int channels, float value) {
        var values = new float[channels];
        Arrays.fill(values, value);
        return Value.constant("c" + count++, Tensor.of(values, channels));
    }

    /** A node whose int8 output has this scale. */
    Value int8(Operator operator, float scale, Value... inputs) {
        var shape = GraphBuilder.infer("n" + count, operator, List.of(inputs))
                .getFirst()
                .shape();
        var type = new TensorType(DataType.INT8, shape, Quantization.perTensor(scale));
        return add(operator, type, inputs);
    }

    Value add(Operator operator, TensorType type, Value... inputs) {
        var name = "n" + count++;
        return builder.add(new Node(name, operator, List.of(inputs), List.of(Value.variable(name, type))))
                .output();
    }

    Node add(Node node) {
        return builder.add(node);
    }

    Graphs output(Value... values) {
        for (var value : values) {
            builder.output(value);
        }
        return this;
    }

    Graph build() {
        return builder.build();
    }
}
