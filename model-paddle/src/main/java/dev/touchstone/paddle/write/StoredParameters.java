package dev.touchstone.paddle.write;

import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.source.ElementType;
import dev.touchstone.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The parameters of a program as files hold them: which, in what order, in which types. Parameters that were converted
 * when they were read are stored, and declared, in the type that they have in memory.
 */
public final class StoredParameters {
    /** Unsigned bytes of the UTF-8 names, a shorter name before its extensions: the order of all sorted lists. */
    public static final Comparator<String> ORDER =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private StoredParameters() {}

    /** All parameters, in the order of a combined file. */
    public static Map<String, Tensor> of(Program program) {
        var sorted = new LinkedHashMap<String, Tensor>();
        program.parameters().keySet().stream()
                .sorted(ORDER)
                .forEach(name -> sorted.put(
                        name, Objects.requireNonNull(program.parameters().get(name))));
        return sorted;
    }

    /** A variable as a program beside these parameters declares it: a parameter with the type and shape it is stored in. */
    public static Variable declared(Variable variable, Program program) {
        var tensor = program.parameters().get(variable.name());
        return tensor == null
                ? variable
                : new Variable(
                        variable.name(),
                        variable.kind(),
                        ElementType.forMemory(tensor.type().dataType()).number(),
                        dims(tensor),
                        true,
                        variable.needCheckFeed());
    }

    /** The extents of a tensor. */
    public static List<Long> dims(Tensor tensor) {
        return Arrays.stream(tensor.shape().toArray()).asLongStream().boxed().toList();
    }
}
