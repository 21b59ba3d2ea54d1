package dev.touchstone.conformance.negative;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One change that makes every valid graph invalid, where it can be made. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are lambdas that capture nothing
enum Mutator {
    RESULT_OF_HIGHER_RANK("G4", p -> result(p, t -> plain(t.dataType(), grown(t.shape())))),
    RESULT_OF_OTHER_SHAPE("G4", p -> result(p, t -> plain(t.dataType(), stretched(t.shape())))),
    RESULT_OF_OTHER_DATA_TYPE("G4", p -> result(p, t -> plain(other(t.dataType()), t.shape()))),
    RESULT_WITHOUT_SCALE("G4", Mutator::isInt8, p -> result(p, t -> plain(t.dataType(), t.shape()))),
    RESULT_WITH_SCALES_PER_CHANNEL(
            "G6", p -> isInt8(p) && p.last().output().type().rank() > 0, p -> result(p, Mutator::perChannel)),
    INPUT_OF_HIGHER_RANK("G4", Mutator::hasInput, p -> input(p, t -> plain(t.dataType(), grown(t.shape())))),
    INPUT_OF_OTHER_SHAPE("G4", Mutator::hasInput, p -> input(p, t -> plain(t.dataType(), stretched(t.shape())))),
    INPUT_OF_OTHER_DATA_TYPE("G4", Mutator::hasInput, p -> input(p, t -> plain(other(t.dataType()), t.shape()))),
    INPUT_THAT_IS_CONSTANT(
            "G5",
            Mutator::hasInput,
            p -> p.inputs()
                    .set(
                            0,
                            Value.constant(
                                    p.inputs().getFirst().name(),
                                    Tensor.allocate(p.inputs().getFirst().type())))),
    INPUT_NOT_DECLARED("G1", Mutator::hasInput, p -> p.inputs().removeFirst()),
    INPUT_DECLARED_TWICE("G2", Mutator::hasInput, p -> p.inputs().add(p.inputs().getFirst())),
    NODE_MISSING("G1", Mutator::isConsumed, p -> p.nodes().removeLast()),
    NODE_TWICE("G2", p -> p.nodes().add(p.last())),
    NODE_NAME_TAKEN(
            "G3",
            p -> p.nodes()
                    .add(new Node(
                            p.last().name(),
                            p.last().operator(),
                            p.last().inputs(),
                            renamed(p.last().outputs())))),
    CYCLE(
            "G1",
            p -> p.replaceLast(
                    replaced(p.last().inputs(), p.last().output()), p.last().outputs())),
    USE_BEFORE_DEFINITION(
            "G1",
            p -> p.nodes().size() > 1
                    && p.nodes().get(1).inputs().stream()
                            .anyMatch(v -> v.name()
                                    .equals(p.nodes().getFirst().output().name())),
            p -> Collections.swap(p.nodes(), 0, 1)),
    OPERAND_UNKNOWN(
            "G1",
            p -> p.replaceLast(
                    replaced(p.last().inputs(), Value.variable("nobody", TensorType.float32(1))),
                    p.last().outputs())),
    OPERAND_TOO_MANY(
            "G7",
            p -> p.replaceLast(
                    appended(
                            p.last().inputs(),
                            Value.constant(
                                    "surplus", Tensor.allocate(TensorType.of(DataType.BOOL, Shape.of(7, 7, 7))))),
                    p.last().outputs())),
    OPERANDS_MISSING("G7", p -> p.replaceLast(List.of(), p.last().outputs())),
    RESULT_TOO_MANY(
            "G7",
            p -> p.replaceLast(
                    p.last().inputs(), appended(p.last().outputs(), Value.variable("surplus", TensorType.float32(1))))),
    RESULTS_MISSING("G7", p -> p.replaceLast(p.last().inputs(), List.of())),
    RESULT_THAT_IS_CONSTANT(
            "G5",
            p -> p.replaceLast(
                    p.last().inputs(),
                    replaced(
                            p.last().outputs(),
                            Value.constant(
                                    p.last().output().name(),
                                    Tensor.allocate(p.last().output().type()))))),
    RESULT_NAMED_AS_AN_OPERAND(
            "G2",
            p -> !p.last().inputs().isEmpty(),
            p -> p.replaceLast(
                    p.last().inputs(),
                    replaced(
                            p.last().outputs(),
                            p.last().output().withName(p.last().input(0).name())))),
    OUTPUT_UNKNOWN("G1", p -> p.outputs().add(Value.variable("nobody", TensorType.float32(1)))),
    OUTPUT_OF_OTHER_TYPE(
            "G4", p -> p.outputs().set(0, p.outputs().getFirst().withType(plain(DataType.BOOL, Shape.of(3, 5, 7))))),
    SIZE_ZERO("G8", p -> result(p, t -> plain(t.dataType(), Shape.of(0)))),
    SIZE_THAT_OVERFLOWS("G8", p -> result(p, t -> plain(t.dataType(), Shape.of(1 << 20, 1 << 20))));

    private final String label;
    private final Predicate<Parts> applies;
    private final Consumer<Parts> change;

    Mutator(String label, Consumer<Parts> change) {
        this(label, p -> true, change);
    }

    Mutator(String label, Predicate<Parts> applies, Consumer<Parts> change) {
        this.label = label;
        this.applies = applies;
        this.change = change;
    }

    /** The rule of {@code GraphVerifier} that the change breaks. */
    String label() {
        return label;
    }

    boolean appliesTo(Graph graph) {
        return applies.test(Parts.of(graph));
    }

    /**
     * The graph with the change.
     *
     * @throws dev.touchstone.InvalidGraphException as it must
     */
    Graph apply(Graph graph) {
        return changed(graph).build();
    }

    /** The changed parts, which may be invalid by themselves already. */
    Parts changed(Graph graph) {
        var parts = Parts.of(graph);
        change.accept(parts);
        return parts;
    }

    private static boolean isInt8(Parts parts) {
        return parts.last().output().type().isQuantizedInt8();
    }

    private static boolean hasInput(Parts parts) {
        return !parts.inputs().isEmpty()
                && parts.nodes().stream()
                        .anyMatch(n -> n.inputs().contains(parts.inputs().getFirst()));
    }

    private static boolean isConsumed(Parts parts) {
        return parts.outputs().contains(parts.last().output());
    }

    private interface Retyping {
        TensorType of(TensorType type);
    }

    private static void result(Parts parts, Retyping retyping) {
        var first = parts.last().output();
        parts.replaceLast(
                parts.last().inputs(),
                replaced(parts.last().outputs(), Value.variable(first.name(), retyping.of(first.type()))));
    }

    private static void input(Parts parts, Retyping retyping) {
        var first = parts.inputs().getFirst();
        parts.inputs().set(0, Value.variable(first.name(), retyping.of(first.type())));
    }

    private static TensorType plain(DataType type, Shape shape) {
        return TensorType.of(type, shape);
    }

    private static TensorType perChannel(TensorType type) {
        return new TensorType(
                DataType.INT8,
                type.shape(),
                new Quantization.PerChannel(0, Collections.nCopies(type.shape().extent(0), 0.5f)));
    }

    private static Shape grown(Shape shape) {
        var extents = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
        extents[shape.rank()] = 1;
        return Shape.of(extents);
    }

    private static Shape stretched(Shape shape) {
        return shape.rank() == 0 ? Shape.of(2) : shape.with(0, shape.extent(0) + 1);
    }

    private static DataType other(DataType type) {
        return type == DataType.BOOL ? DataType.INT32 : DataType.BOOL;
    }

    private static List<Value> renamed(List<Value> values) {
        return values.stream().map(v -> v.withName(v.name() + "-again")).toList();
    }

    private static List<Value> replaced(List<Value> values, Value first) {
        var copy = new ArrayList<>(values);
        copy.set(0, first);
        return copy;
    }

    private static List<Value> appended(List<Value> values, Value last) {
        var copy = new ArrayList<>(values);
        copy.add(last);
        return copy;
    }
}
