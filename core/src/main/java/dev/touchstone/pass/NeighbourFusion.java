package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import java.util.HashSet;
import java.util.Optional;

/**
 * Makes one node of two, where nothing else reads what lies between them. A scale between them goes with it: fusing
 * saves that rounding.
 */
interface NeighbourFusion extends Pass {
    /**
     * The node that does the work of both, at the place of the first.
     *
     * @param reader the only reader of the first node's only output
     * @param rewriting for new constants
     * @param notes why a fusion that suggests itself was refused
     * @return a node whose inputs are of the source graph or new constants; empty if the two are to stay
     */
    Optional<Node> fuse(ScaledGraph graph, Node first, Node reader, Rewriting rewriting, Notes notes);

    @Override
    default Graph apply(Graph source, Notes notes) {
        var graph = new ScaledGraph(source);
        var rewriting = new Rewriting(source);
        var absorbed = new HashSet<Node>();
        for (var node : source.nodes()) {
            if (absorbed.contains(node)) {
                continue;
            }
            var reader = node.outputs().size() == 1 ? graph.onlyReader(node.output()) : Optional.<Node>empty();
            var fused = reader.flatMap(r -> fuse(graph, node, r, rewriting, notes));
            if (fused.isPresent()) {
                absorbed.add(reader.get());
                absorbed.addAll(graph.scalesBehind(node.output()));
            }
            rewriting.keep(fused.orElse(node));
        }
        return rewriting.build();
    }
}
