package dev.touchstone.paddle.program;

import java.util.List;
import java.util.Map;

/**
 * One operator of a program.
 *
 * @param block index of its block
 * @param index position in its block
 * @param inputs argument names by slot; an empty list and the argument {@code @EMPTY@} mean "not given"
 * @param outputs argument names by slot
 */
public record Op(
        int block,
        int index,
        String type,
        Map<String, List<String>> inputs,
        Map<String, List<String>> outputs,
        Map<String, Attribute> attributes) {
    public Op {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }
}
