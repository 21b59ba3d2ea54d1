package dev.touchstone.paddle.program;

import java.util.List;
import java.util.Map;

/**
 * A list of operators in program order and the variables they use.
 *
 * @param variables by name
 */
public record Block(int index, int parent, Map<String, Variable> variables, List<Op> ops) {
    public Block {
        variables = Map.copyOf(variables);
        ops = List.copyOf(ops);
    }
}
