package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Transpose;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one softmax of a transpose, a softmax and a transpose, where the second transpose undoes the first and nothing
 * else reads what lies between. The scales of the softmax's input and output stay.
 */
final class FuseTransposedSoftmax implements Pass {
    private record Match(Node first, Node softmax, Node last) {}

    @Override
    public String name() {
        return "fuse transposed softmax";
    }

    @Override
    public Graph apply(Graph source, Notes notes) {
        var graph = new ScaledGraph(source);
        var rewriting = new Rewriting(source);
        Set<Node> absorbed = new HashSet<>();
        for (var node : source.nodes()) {
            if (absorbed.contains(node)) {
                continue;
            }
            var match = match(graph, node);
            if (match.isEmpty()) {
                rewriting.keep(node);
                continue;
            }
            fuse(graph, match.get(), rewriting);
            absorbed.add(match.get().softmax());
            absorbed.add(match.get().last());
            absorbed.addAll(graph.scalesBehind(node.output()));
            absorbed.addAll(graph.scalesBehind(match.get().softmax().output()));
        }
        return rewriting.build();
    }

    private static Optional<Match> match(ScaledGraph graph, Node first) {
        if (!(first.operator() instanceof Transpose turn)) {
            return Optional.empty();
        }
        return graph.onlyReader(first.output())
                .filter(n -> n.operator() instanceof Softmax)
                .flatMap(softmax -> graph.onlyReader(softmax.output())
                        .filter(n -> n.operator() instanceof Transpose back && undoes(turn, back))
                        .map(last -> new Match(first, softmax, last)));
    }

    private static boolean undoes(Transpose turn, Transpose back) {
        for (int i = 0; i < turn.permutation().size(); i++) {
            if (turn.permutation().get(back.permutation().get(i)) != i) {
                return false;
            }
        }
        return true;
    }

    private static void fuse(ScaledGraph graph, Match match, Rewriting rewriting) {
        var softmax = match.softmax();
        var permutation = ((Transpose) match.first().operator()).permutation();
        int axis = softmax.output().type().shape().axis(((Softmax) softmax.operator()).axis());
        var x = rewriting.now(match.first().input(0));
        var scale = graph.scale(softmax.input(0));
        if (scale.isPresent()) {
            var codes = rewriting.emit(rewriting.fresh(x.name() + ".int8"), new Quantize(scale.get()), x);
            x = rewriting.emit(rewriting.fresh(x.name() + ".real"), new Dequantize(), codes);
        }
        var last = match.last().output();
        var output = last.range() == null ? last.withRange(range(graph, softmax.output())) : last;
        rewriting.emit(new Node(softmax.name(), new Softmax(permutation.get(axis)), List.of(x), List.of(output)));
        rewriting.replace(last, output);
    }

    private static @Nullable Float range(ScaledGraph graph, Value softmax) {
        var requests = graph.requests(softmax);
        return requests.isEmpty()
                ? softmax.range()
                : Float.valueOf(requests.iterator().next() * Steps.RANGE);
    }
}
