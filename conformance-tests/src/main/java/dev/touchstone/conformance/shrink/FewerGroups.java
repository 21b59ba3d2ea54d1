package dev.touchstone.conformance.shrink;

import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Some groups of a convolution: channels of the image, filters and biases go together with the number of groups. */
final class FewerGroups implements Reduction {
    @Override
    public Stream<Computation> of(Computation computation) {
        var draft = Draft.of(computation);
        return draft.graph().nodes().stream()
                .filter(n -> n.operator() instanceof Conv2d && n.inputs().stream()
                        .allMatch(v -> draft.tensors().containsKey(v.name())))
                .flatMap(n -> fewer(draft, n, (Conv2d) n.operator()));
    }

    private static Stream<Computation> fewer(Draft draft, Node node, Conv2d conv) {
        return Pieces.kept(conv.groups()).flatMap(kept -> {
            var changed = draft.with(
                    node, new Conv2d(conv.stride(), conv.padding(), conv.dilation(), kept.length, conv.activation()));
            for (int i = 0; i < node.inputs().size(); i++) {
                var name = node.input(i).name();
                var tensor = Objects.requireNonNull(draft.tensors().get(name));
                changed = changed.with(name, ofGroups(tensor, i == 0 ? 1 : 0, conv.groups(), kept));
            }
            return Optional.of(changed).flatMap(Draft::build).stream();
        });
    }

    private static Tensor ofGroups(Tensor tensor, int axis, int groups, int[] kept) {
        int each = tensor.shape().extent(axis) / groups;
        var indices = Arrays.stream(kept)
                .flatMap(g -> IntStream.range(g * each, (g + 1) * each))
                .toArray();
        return Pieces.select(tensor, axis, indices);
    }
}
