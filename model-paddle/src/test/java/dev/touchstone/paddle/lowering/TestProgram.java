package dev.touchstone.paddle.lowering;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes programs of a few operators. Variables are declared when they are first named as fed, stored or computed. */
final class TestProgram {
    private final Map<String, Variable> variables = new HashMap<>();
    private final Map<String, Tensor> parameters = new HashMap<>();
    private final List<Op> ops = new ArrayList<>();
    private int feeds;
    private int fetches;
    private long version = 2_003_002;

    TestProgram version(long number) {
        version = number;
        return this;
    }

    /** A fed float32 variable with a feed operator. */
    TestProgram feed(String name, long... extents) {
        return feedTyped(name, 5, extents);
    }

    TestProgram feedTyped(String name, int dataType, long... extents) {
        declare(name, dataType, false, false, extents);
        return add("feed", Map.of("X", List.of("feed")), Map.of("Out", List.of(name)), Map.of("col", number(feeds++)));
    }

    TestProgram fetch(String name) {
        return add(
                "fetch", Map.of("X", List.of(name)), Map.of("Out", List.of("fetch")), Map.of("col", number(fetches++)));
    }

    TestProgram parameter(String name, Tensor value) {
        parameters.put(name, value);
        int code = switch (value.type().dataType()) {
            case FLOAT32 -> 5;
            case INT32 -> 2;
            case INT64 -> 3;
            case INT8 -> 21;
            case UINT8 -> 20;
            case BOOL -> 0;
        };
        return declare(
                name,
                code,
                true,
                false,
                Arrays.stream(value.shape().toArray()).asLongStream().toArray());
    }

    TestProgram declare(String name, int dataType, boolean persistable, boolean needCheckFeed, long... extents) {
        variables.put(
                name,
                new Variable(name, 7, dataType, Arrays.stream(extents).boxed().toList(), persistable, needCheckFeed));
        return this;
    }

    /** An operator from slot X to slot Out. */
    TestProgram op(String type, String x, String out, Object... attributes) {
        return slots(type, "X=" + x, "Out=" + out, attributes);
    }

    /**
     * An operator.
     *
     * @param inputs slots: {@code Input=x Filter=w}; several arguments with commas
     * @param outputs likewise; what is not declared yet is declared
     * @param attributes name, value, name, value, ...
     */
    TestProgram slots(String type, String inputs, String outputs, Object... attributes) {
        slots(outputs)
                .values()
                .forEach(a -> a.forEach(v -> {
                    if (!variables.containsKey(v)) {
                        declare(v, 5, false, false);
                    }
                }));
        return undeclared(type, inputs, outputs, attributes);
    }

    /** As {@link #slots(String, String, String, Object...)}, but declares nothing. */
    TestProgram undeclared(String type, String inputs, String outputs, Object... attributes) {
        var map = new HashMap<String, Attribute>();
        for (int i = 0; i < attributes.length; i += 2) {
            map.put((String) attributes[i], attribute(attributes[i + 1]));
        }
        return add(type, slots(inputs), slots(outputs), map);
    }

    Program build() {
        return new Program("test", "net", version, List.of(new Block(0, -1, variables, ops)), parameters, List.of());
    }

    PaddleModel model() {
        return PaddleModel.of(build(), Optional.empty());
    }

    TestProgram add(
            String type,
            Map<String, List<String>> inputs,
            Map<String, List<String>> outputs,
            Map<String, Attribute> attributes) {
        ops.add(new Op(0, ops.size(), type, inputs, outputs, attributes));
        return this;
    }

    private static Map<String, List<String>> slots(String text) {
        var map = new HashMap<String, List<String>>();
        for (var slot : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int equals = slot.indexOf('=');
            String arguments = slot.substring(equals + 1);
            map.put(slot.substring(0, equals), arguments.isEmpty() ? List.of() : List.of(arguments.split(",", -1)));
        }
        return map;
    }

    private static Attribute number(long value) {
        return new Attribute.Int(value);
    }

    private static Attribute attribute(Object value) {
        return switch (value) {
            case Attribute a -> a;
            case Integer i -> new Attribute.Int(i);
            case Long l -> new Attribute.Int(l);
            case Float f -> new Attribute.Real(f);
            case Boolean b -> new Attribute.Flag(b);
            case String s -> new Attribute.Text(s);
            case int[] a ->
                new Attribute.Ints(Arrays.stream(a).asLongStream().boxed().toList());
            case List<?> l ->
                new Attribute.Reals(l.stream().map(Float.class::cast).toList());
            default -> throw new IllegalArgumentException(value.toString());
        };
    }
}
