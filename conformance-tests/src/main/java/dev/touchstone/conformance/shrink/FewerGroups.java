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

/**
 * Some groups of a convolution, or of every group some channels or filters: image, filters, biases and the number of
 * groups go together.
 */
final class FewerGroups implements Reduction {
    @Override
    public Stream<Computation> of(Computation computation) {
        var draft = Draft.of(computation);
        return draft.graph().nodes().stream()
                .filter(n -> n.operator() instanceof Conv2d
                        && n.inputs().stream().allMatch(v -> draft.tensors().containsKey(v.name())))
                .flatMap(n -> fewer(draft, n, (Conv2d) n.operator()));
    }

    private static Stream<Computation> fewer(Draft draft, Node node, Conv2d conv) {
        int groups = conv.groups();
        var x = tensor(draft, node, 0).shape();
        var w = tensor(draft, node, 1).shape();
        if (groups == 1 || x.rank() != 4 || w.rank() != 4) {
            return Stream.empty();
        }
        int channels = w.extent(1);
        int filters = w.extent(0) / groups;
        var some = Pieces.kept(groups).map(kept -> {
            var fewer = new Conv2d(conv.stride(), conv.padding(), conv.dilation(), kept.length, conv.activation());
            var filtered = filtered(draft.with(node, fewer), node, blocks(kept, filters));
            return with(filtered, node, 0, 1, blocks(kept, channels));
        });
        var filtersOfEach = Pieces.kept(filters).map(kept -> filtered(draft, node, inEach(groups, filters, kept)));
        var channelsOfEach = Pieces.kept(channels)
                .map(kept -> with(with(draft, node, 0, 1, inEach(groups, channels, kept)), node, 1, 1, kept));
        return Stream.of(some, filtersOfEach, channelsOfEach)
                .flatMap(s -> s)
                .map(Draft::build)
                .flatMap(Optional::stream);
    }

    private static Tensor tensor(Draft draft, Node node, int operand) {
        return Objects.requireNonNull(draft.tensors().get(node.input(operand).name()));
    }

    private static Draft with(Draft draft, Node node, int operand, int axis, int[] indices) {
        return draft.with(node.input(operand).name(), Pieces.select(tensor(draft, node, operand), axis, indices));
    }

    /** These filters and their biases. */
    private static Draft filtered(Draft draft, Node node, int[] indices) {
        var changed = with(draft, node, 1, 0, indices);
        return node.inputs().size() == 3 ? with(changed, node, 2, 0, indices) : changed;
    }

    /** All indices of some groups. */
    private static int[] blocks(int[] groups, int each) {
        return Arrays.stream(groups)
                .flatMap(g -> IntStream.range(g * each, (g + 1) * each))
                .toArray();
    }

    /** Some indices of all groups. */
    private static int[] inEach(int groups, int each, int[] kept) {
        return IntStream.range(0, groups)
                .flatMap(g -> Arrays.stream(kept).map(k -> g * each + k))
                .toArray();
    }
}
