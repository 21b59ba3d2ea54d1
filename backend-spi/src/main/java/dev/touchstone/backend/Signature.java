package dev.touchstone.backend;

import dev.touchstone.InvalidInputException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/**
 * Which tensors a run of a graph takes: what a {@link CompiledGraph} checks first, before native code sees memory of the
 * wrong size. Immutable.
 *
 * @param inputs in order
 * @param outputs in order
 */
public record Signature(List<Value> inputs, List<Value> outputs) {
    /** Copies the lists; forgets elements of constants, so that nothing of the graph is kept alive. */
    public Signature {
        inputs = inputs.stream().map(Signature::described).toList();
        outputs = outputs.stream().map(Signature::described).toList();
    }

    /** That of a graph. */
    public static Signature of(Graph graph) {
        return new Signature(graph.inputs(), graph.outputs());
    }

    private static Value described(Value value) {
        return Value.variable(value.name(), value.type());
    }

    /**
     * Checks what a caller gives to a run.
     *
     * @throws InvalidInputException naming the first tensor whose type is another, or what number is expected
     */
    public void require(List<Tensor> givenInputs, List<Tensor> givenOutputs) {
        require("input", inputs, givenInputs);
        require("output", outputs, givenOutputs);
    }

    private static void require(String what, List<Value> expected, List<Tensor> given) {
        if (given.size() != expected.size()) {
            throw new InvalidInputException(
                    "the run was given " + given.size() + " " + what + "s; expected " + expected.size());
        }
        for (int i = 0; i < expected.size(); i++) {
            var value = expected.get(i);
            if (!given.get(i).type().equals(value.type())) {
                throw new InvalidInputException(
                        what + " " + value.name() + " is " + given.get(i).type() + "; expected " + value.type());
            }
        }
    }
}
