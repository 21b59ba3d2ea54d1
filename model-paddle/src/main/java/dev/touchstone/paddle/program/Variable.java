package dev.touchstone.paddle.program;

import java.util.List;

/**
 * A declared variable.
 *
 * @param kind the VarType number: 7 for tensors, 9 and 10 for the feed and fetch lists
 * @param dataType the VarType number of the elements: 5 for float32; -1 if not declared
 * @param dims declared extents, -1 where open; empty if not declared
 */
public record Variable(
        String name, int kind, int dataType, List<Long> dims, boolean persistable, boolean needCheckFeed) {
    public Variable {
        dims = List.copyOf(dims);
    }
}
