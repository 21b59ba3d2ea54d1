package dev.touchstone.conformance.teeth;

import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.graph.Node;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.function.Predicate;

/** What a faulty backend does otherwise than the reference. */
sealed interface Fault {
    /** Computes another node than it was given. What no graph can hold is computed rightly. */
    non-sealed interface Rewriting extends Fault {
        Node rewrite(Node node);
    }

    /** Changes results after they are computed. */
    non-sealed interface Spoiling extends Fault {
        void spoil(Node node, List<Tensor> inputs, List<Tensor> outputs);
    }

    /**
     * Ends int8 results in another way.
     *
     * @param nodes which nodes
     * @param arithmetic of which rounding and limits count
     */
    record Rounds(Predicate<Node> nodes, Arithmetic arithmetic) implements Fault {}
}
