package dev.touchstone.conformance.shrink;

import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.judge.GraphParts;
import dev.touchstone.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Parts of the graph: single nodes, halves and smaller pieces of its order, fewer outputs. What a part gets from nodes
 * before it is fed, as the definition computes it.
 */
final class FewerNodes implements Reduction {
    @Override
    public Stream<Computation> of(Computation computation) {
        return Stream.concat(parts(computation), fewerOutputs(computation));
    }

    private static Stream<Computation> parts(Computation computation) {
        int nodes = computation.graph().nodes().size();
        if (nodes < 2) {
            return Stream.empty();
        }
        return GraphParts.of(computation).stream()
                .flatMap(parts -> lengths(nodes)
                        .flatMap(length -> IntStream.rangeClosed(0, nodes - length)
                                .mapToObj(from -> parts.part(from, from + length))));
    }

    /** 1, 2, 4, ..., and all but one. */
    private static Stream<Integer> lengths(int nodes) {
        return Stream.concat(Stream.iterate(1, l -> l < nodes - 1, l -> 2 * l), Stream.of(nodes - 1));
    }

    private static Stream<Computation> fewerOutputs(Computation computation) {
        var outputs = computation.graph().outputs();
        if (outputs.size() < 2) {
            return Stream.empty();
        }
        var draft = Draft.of(computation);
        return outputs.stream()
                .flatMap(v -> Stream.of(List.of(v), without(outputs, v)))
                .map(fewer -> draft.giving(fewer).build())
                .flatMap(Optional::stream);
    }

    private static List<Value> without(List<Value> outputs, Value one) {
        return outputs.stream().filter(v -> !v.name().equals(one.name())).toList();
    }
}
