package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.oracle.Oracle;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A computation of one node whose int8 results exact arithmetic knows.
 *
 * @param node the only one
 * @param operands what it reads, constants included, in its order
 */
public record NodeRun(Node node, List<Tensor> operands) {
    /** Copies the list. */
    public NodeRun {
        operands = List.copyOf(operands);
    }

    /** The computation as such a run; empty if it has several nodes, or no int8. */
    public static Optional<NodeRun> of(Computation computation) {
        var graph = computation.graph();
        if (graph.nodes().size() != 1 || !Oracle.knows(graph.nodes().getFirst())) {
            return Optional.empty();
        }
        var node = graph.nodes().getFirst();
        // An int8 tensor in unsigned bytes is another representation of the same numbers, which is not known here.
        boolean asBytes = node.outputs().stream().anyMatch(v -> !isKnown(v));
        if (asBytes || node.inputs().stream().anyMatch(v -> !isKnown(v))) {
            return Optional.empty();
        }
        var names = graph.inputs().stream().map(Value::name).toList();
        var operands = new ArrayList<Tensor>();
        for (var value : node.inputs()) {
            var constant = value.constant();
            operands.add(constant != null ? constant : computation.inputs().get(names.indexOf(value.name())));
        }
        // Graphs may list outputs in another order, or not all of them.
        return node.outputs().equals(graph.outputs()) ? Optional.of(new NodeRun(node, operands)) : Optional.empty();
    }

    private static boolean isKnown(Value value) {
        return switch (value.type().dataType()) {
            case INT8, FLOAT32, INT32, INT64 -> true;
            case UINT8, BOOL -> false;
        };
    }

    /** The int8 results of an arithmetic, all outputs one after the other; the least where StrictMath's error decides. */
    List<Integer> codes(Arithmetic arithmetic) {
        var codes = new ArrayList<Integer>();
        var steps = Oracle.steps(node, operands, arithmetic);
        for (int i = 0; i < steps.size(); i++) {
            if (node.outputs().get(i).type().isQuantizedInt8()) {
                for (int e = 0; e < steps.get(i).size(); e++) {
                    codes.add(arithmetic.code(steps.get(i).at(e).least()));
                }
            }
        }
        return codes;
    }
}
