package dev.touchstone.conformance.shrink;

import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Simpler attributes of operators, and simpler scales of tensors. */
final class SimplerAttributes implements Reduction {
    @Override
    public Stream<Computation> of(Computation computation) {
        var draft = Draft.of(computation);
        return Stream.of(operators(draft), operandScales(draft), resultScales(draft))
                .flatMap(s -> s)
                .map(Draft::build)
                .flatMap(Optional::stream);
    }

    private static Stream<Draft> operators(Draft draft) {
        return draft.graph().nodes().stream()
                .flatMap(n -> SimplerRecords.of((Record) n.operator()).map(o -> draft.with(n, (Operator) o)));
    }

    private static Stream<Draft> operandScales(Draft draft) {
        return draft.tensors().entrySet().stream()
                .flatMap(e -> simpler(e.getValue().type())
                        .map(type -> draft.with(e.getKey(), e.getValue().as(type))));
    }

    private static Stream<Draft> resultScales(Draft draft) {
        return draft.graph().nodes().stream()
                .map(Node::outputs)
                .flatMap(List::stream)
                .flatMap(v -> simpler(v.type()).map(type -> draft.with(v, type)));
    }

    private static Stream<TensorType> simpler(TensorType type) {
        return switch (type.quantization()) {
            case Quantization.PerTensor(float scale, int zeroPoint) ->
                scales(scale).map(s -> with(type, new Quantization.PerTensor(s, zeroPoint)));
            case Quantization.PerChannel(int axis, var scales) ->
                IntStream.range(0, scales.size())
                        .boxed()
                        .flatMap(i -> scales(scales.get(i)).map(s -> {
                            var changed = new ArrayList<>(scales);
                            changed.set(i, s);
                            return with(type, new Quantization.PerChannel(axis, changed));
                        }));
            case null -> Stream.empty();
        };
    }

    private static TensorType with(TensorType type, Quantization quantization) {
        return new TensorType(type.dataType(), type.shape(), quantization);
    }

    private static Stream<Float> scales(float scale) {
        return SimplerNumbers.of(scale).filter(s -> s >= Float.MIN_NORMAL && s <= Float.MAX_VALUE);
    }
}
