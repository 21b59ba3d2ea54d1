package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.proto.Framework.VarType;
import dev.touchstone.paddle.source.ElementType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which variables of a program are stored, and in what order. */
final class Parameters {
    /** Kinds that have no value of their own, persistable or not. */
    private static final Set<Integer> NOT_STORED = Set.of(
            VarType.Type.FEED_MINIBATCH_VALUE,
            VarType.Type.FETCH_LIST_VALUE,
            VarType.Type.FEED_LIST_VALUE,
            VarType.Type.RAW_VALUE,
            VarType.Type.READER_VALUE);

    /** The order of a combined file: unsigned bytes of the UTF-8 names, a shorter name before its extensions. */
    static final Comparator<String> FILE_ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private Parameters() {}

    /** The persistable tensors of the main block, used or not, in the order of a combined file. */
    static List<Variable> of(String source, Block main) {
        var stored = main.variables().values().stream()
                .filter(v -> v.persistable() && !NOT_STORED.contains(v.kind()))
                .sorted((a, b) -> FILE_ORDER.compare(a.name(), b.name()))
                .toList();
        for (var variable : stored) {
            if (variable.kind() != VarType.Type.LOD_TENSOR_VALUE) {
                throw new ModelFormatException(
                        source,
                        "block 0, variable '" + variable.name() + "': a parameter of type "
                                + ElementType.describe(variable.kind()) + "; only LOD_TENSOR can be read");
            }
        }
        return stored;
    }
}
