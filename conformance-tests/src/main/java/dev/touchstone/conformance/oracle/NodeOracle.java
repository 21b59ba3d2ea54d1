package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/** What one node must give in each of several arithmetics, which share what does not depend on them. Not thread-safe. */
public final class NodeOracle {
    private final Oracle family;
    private final Node node;
    private final List<Operand> operands;

    /**
     * Computes nothing yet.
     *
     * @param node that {@link Oracle#knows} knows
     * @param operands what it reads, constants included, in its order; read now
     */
    public NodeOracle(Node node, List<Tensor> operands) {
        this.family = Oracle.family(node);
        this.node = node;
        this.operands = operands.stream().map(Operand::of).toList();
    }

    /** The elements of each output before int8 elements are rounded, each made when it is asked for. */
    public List<Elements> steps(Arithmetic arithmetic) {
        return family.results(node, operands, arithmetic);
    }
}
