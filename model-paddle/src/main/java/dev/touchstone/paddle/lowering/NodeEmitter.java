package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Transpose;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Adds the nodes of one Paddle operator. A node is named after the variable that it computes, helping nodes after the
 * operator's first output with a suffix, so that every computed variable is found in the graph under its name.
 */
final class NodeEmitter {
    private static final int MAX_RANK = 9;

    private final Place place;
    private final String base;
    private final Map<String, List<Float>> scales;
    private final GraphEmission graph;
    private final Set<String> weights;

    /**
     * @param base what helping nodes are named after
     * @param scales of inputs by name; they are read through fake quantization
     * @param weights names of values that were made of constants only by fake quantization; shared by all emitters of
     *     one graph
     */
    NodeEmitter(Place place, String base, Map<String, List<Float>> scales, GraphEmission graph, Set<String> weights) {
        this.place = place;
        this.base = base;
        this.scales = scales;
        this.graph = graph;
        this.weights = weights;
    }

    static Set<String> newWeights() {
        return new HashSet<>();
    }

    Value value(Ref ref) {
        var value = graph.value(ref);
        var steps = scales.get(ref.name());
        return steps != null
                        && steps.size() == 1
                        && !value.isConstant()
                        && value.type().isFloat()
                ? onGrid(value, steps.getFirst())
                : value;
    }

    /** The nearest numbers that int8 holds with a step; made once for each tensor and step. */
    Value onGrid(Value value, float step) {
        var name = value.name() + "~step" + step;
        return graph.find(name).orElseGet(() -> {
            var threshold = Value.constant(name + ".threshold", Tensor.of(new float[] {LiteScales.threshold(step)}, 1));
            var quantize = new FakeQuantize(FakeQuantize.Order.CLIP_THEN_ROUND, 8, -1, true, false);
            return emit(new Ref(name), quantize, value, threshold);
        });
    }

    /**
     * A filter or weight matrix; integers that some tools store as int8 become the float32 that Paddle computes with, or
     * with the scales that Paddle Lite records the real numbers they stand for.
     *
     * @param axis of the output channels
     */
    Value weight(Ref ref, int axis) {
        var value = graph.value(ref);
        var stored = value.constant();
        var steps = scales.get(ref.name());
        if (steps != null && stored != null && LiteScales.isInteger(stored)) {
            return realWeight(value, stored, axis, steps);
        }
        if (stored == null
                || !value.type()
                        .equals(TensorType.of(DataType.INT8, value.type().shape()))) {
            return value;
        }
        return graph.value(new Ref(ref.name() + "~float"), () -> {
            var bytes = stored.toBytes();
            var floats = new float[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                floats[i] = bytes[i];
            }
            return Tensor.of(TensorType.float32(value.type().shape()), floats);
        });
    }

    int lastAxis(Ref ref) {
        return graph.value(ref).type().rank() - 1;
    }

    private Value realWeight(Value value, Tensor stored, int axis, List<Float> steps) {
        int channels = value.type().shape().extent(axis);
        if (steps.size() != 1 && steps.size() != channels) {
            throw new InvalidGraphException("weights " + value + " have " + steps.size() + " scales; expected 1 or "
                    + channels + ", one for each index of axis " + axis);
        }
        boolean single = steps.stream().distinct().count() == 1;
        var name = value.name() + "~real";
        return graph.find(name).orElseGet(() -> {
            var scale = Tensor.of(LiteScales.array(single ? steps.subList(0, 1) : steps), single ? 1 : channels);
            var codes = graph.value(new Ref(value.name() + "~codes"), () -> LiteScales.floats(stored));
            return emit(
                    new Ref(name),
                    new FakeDequantize(single ? -1 : axis, 1),
                    codes,
                    Value.constant(name + ".scale", scale));
        });
    }

    List<Value> values(List<Ref> refs) {
        return refs.stream().map(this::value).toList();
    }

    /** A node that computes a variable. */
    Value emit(Ref out, Operator operator, Value... inputs) {
        return emit(List.of(out), operator, List.of(inputs)).getFirst();
    }

    /** A node that computes several variables, in the operator's order. */
    List<Value> emit(List<Ref> outs, Operator operator, List<Value> inputs) {
        var types = infer(operator, inputs);
        if (types.size() != outs.size()) {
            throw new InvalidGraphException("has " + outs.size() + " outputs; expected " + types.size());
        }
        if (outs.size() == 1) {
            var known = ShapeArithmetic.evaluate(operator, inputs, types.getFirst());
            if (known.isPresent()) {
                return List.of(constant(outs.getFirst(), known.get()));
            }
        }
        var results = new ArrayList<Value>();
        for (int i = 0; i < outs.size(); i++) {
            results.add(Value.variable(outs.get(i).name(), types.get(i))
                    .withRange(outs.get(i).range()));
        }
        graph.add(new Node(outs.getFirst().name(), operator, inputs, results));
        if ((operator instanceof FakeQuantize || operator instanceof FakeDequantize) && isWeight(inputs.getFirst())) {
            weights.add(results.getFirst().name());
        }
        return results;
    }

    /** A node whose result is no variable of the program. */
    Value help(String suffix, Operator operator, Value... inputs) {
        return emit(new Ref(base + "~" + suffix), operator, inputs);
    }

    /** A constant that is no variable of the program. */
    Value constant(String suffix, Tensor tensor) {
        return Value.constant(base + "~" + suffix, tensor);
    }

    /**
     * Room for a constant that the program describes rather than stores.
     *
     * @throws InvalidGraphException if all of them together exceed what {@link GraphEmission} allows
     */
    Tensor allocate(TensorType type) {
        graph.reserve(type.bytes());
        return Tensor.allocate(type);
    }

    /** A variable whose elements are known. */
    Value constant(Ref out, Tensor tensor) {
        var value = Value.constant(out.name(), tensor).withRange(out.range());
        graph.define(value);
        return value;
    }

    /** True for parameters, and for what fake quantization makes of them. */
    boolean isWeight(Value value) {
        return value.isConstant() || weights.contains(value.name());
    }

    /** The same elements under another shape: a view of a constant, a node otherwise. */
    Value reshaped(String suffix, Value value, Shape shape) {
        if (value.type().shape().equals(shape)) {
            return value;
        }
        var tensor = value.constant();
        return tensor != null
                ? Value.constant(
                        value.name() + "~" + suffix, tensor.as(value.type().withShape(shape)))
                : help(suffix, Shapes.reshape(shape), value);
    }

    /** The value with its channels moved from the last axis to axis 1. */
    Value channelsFirst(Value value) {
        int rank = value.type().rank();
        if (rank <= 2) {
            return value;
        }
        var axes = new ArrayList<>(List.of(0, rank - 1));
        IntStream.range(1, rank - 1).forEach(axes::add);
        return help(value.name().equals(base) ? "nchw" : "nchw." + value.name(), new Transpose(axes), value);
    }

    /** Names a value whose channels stand in axis 1 with them moved to the last axis. */
    void emitChannelsLast(Ref out, Value value) {
        int rank = value.type().rank();
        var axes = new ArrayList<>(List.of(0));
        IntStream.range(2, rank).forEach(axes::add);
        axes.add(1);
        emit(out, new Transpose(axes), value);
    }

    /**
     * The elements of an input that must be known before the graph runs.
     *
     * @throws UnsupportedOperatorException if they are computed from what the caller feeds
     */
    List<Integer> integers(String slot, Ref ref) {
        var tensor = known(slot, ref);
        return switch (tensor.type().dataType()) {
            case INT32 -> IntStream.of(tensor.toInts()).boxed().toList();
            case INT64 ->
                Arrays.stream(tensor.toLongs())
                        .mapToObj(v -> {
                            if (v != (int) v) {
                                throw new InvalidGraphException(
                                        "slot '" + slot + "' holds " + v + "; expected integers of 32 bits");
                            }
                            return (int) v;
                        })
                        .toList();
            case FLOAT32, INT8, UINT8, BOOL ->
                throw new InvalidGraphException(
                        "slot '" + slot + "' holds " + tensor.type() + "; expected int32 or int64");
        };
    }

    /** As {@link #integers(String, Ref)}, from several tensors of one element each. */
    List<Integer> integers(String slot, List<Ref> refs) {
        return refs.stream().map(r -> integer(slot, r)).toList();
    }

    int integer(String slot, Ref ref) {
        var elements = integers(slot, ref);
        if (elements.size() != 1) {
            throw new InvalidGraphException("slot '" + slot + "' holds " + elements.size() + " elements; expected 1");
        }
        return elements.getFirst();
    }

    /** The float32 elements of an input that must be known before the graph runs. */
    float[] reals(String slot, Ref ref) {
        var tensor = known(slot, ref);
        if (tensor.type().dataType() != DataType.FLOAT32) {
            throw new InvalidGraphException("slot '" + slot + "' holds " + tensor.type() + "; expected float32");
        }
        return tensor.toFloats();
    }

    private Tensor known(String slot, Ref ref) {
        var tensor = value(ref).constant();
        if (tensor == null) {
            throw place.unsupported(
                    "slot '" + slot + "'",
                    "variable '" + ref.name()
                            + "' depends on the model's inputs; expected a constant (PaddleModel.withConstants turns an"
                            + " input into one)");
        }
        return tensor;
    }

    InvalidGraphException invalid(String what) {
        return new InvalidGraphException(what);
    }

    UnsupportedOperatorException unsupported(String what) {
        return place.unsupported(what);
    }

    /** Paddle itself has no tensors of higher rank; a program that makes one is hostile. */
    static void requireRank(int rank) {
        if (rank > MAX_RANK) {
            throw new InvalidGraphException("a tensor has rank " + rank + "; expected " + MAX_RANK + " or less");
        }
    }

    private List<TensorType> infer(Operator operator, List<Value> inputs) {
        ElementRules.require(operator, inputs.getFirst().type().dataType());
        var types = operator.infer(inputs.stream().map(Value::type).toList());
        types.forEach(type -> requireRank(type.rank()));
        return types;
    }
}
