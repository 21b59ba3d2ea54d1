package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Questions to operators, and copies of them with something changed. */
final class Ops {
    private Ops() {}

    /** A new operator of the main block. */
    static Op of(
            String type,
            Map<String, List<String>> inputs,
            Map<String, List<String>> outputs,
            Map<String, Attribute> attributes) {
        return new Op(0, 0, type, inputs, outputs, attributes);
    }

    /** The first argument of an input slot; empty text if there is none. */
    static String input(Op op, String slot) {
        var arguments = op.inputs().getOrDefault(slot, List.of());
        return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    /** The first argument of an output slot; empty text if there is none. */
    static String output(Op op, String slot) {
        var arguments = op.outputs().getOrDefault(slot, List.of());
        return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    static boolean flag(Op op, String name) {
        return switch (op.attributes().get(name)) {
            case Attribute.Flag f -> f.value();
            case Attribute.Int i -> i.value() != 0;
            case null, default -> false;
        };
    }

    static long integer(Op op, String name, long otherwise) {
        return switch (op.attributes().get(name)) {
            case Attribute.Int i -> i.value();
            case Attribute.Wide w -> w.value();
            case null, default -> otherwise;
        };
    }

    static float real(Op op, String name, float otherwise) {
        return op.attributes().get(name) instanceof Attribute.Real r ? r.value() : otherwise;
    }

    static String text(Op op, String name) {
        return op.attributes().get(name) instanceof Attribute.Text t ? t.value() : "";
    }

    /** The operator with input arguments renamed. */
    static Op renamedInputs(Op op, Map<String, String> names) {
        var inputs = new LinkedHashMap<String, List<String>>();
        op.inputs().forEach((slot, arguments) -> inputs.put(slot, renamed(arguments, names)));
        return new Op(op.block(), op.index(), op.type(), inputs, op.outputs(), op.attributes());
    }

    /** The operator with output arguments renamed. */
    static Op renamedOutputs(Op op, Map<String, String> names) {
        var outputs = new LinkedHashMap<String, List<String>>();
        op.outputs().forEach((slot, arguments) -> outputs.put(slot, renamed(arguments, names)));
        return new Op(op.block(), op.index(), op.type(), op.inputs(), outputs, op.attributes());
    }

    private static List<String> renamed(List<String> arguments, Map<String, String> names) {
        var result = new ArrayList<String>();
        arguments.forEach(a -> result.add(names.getOrDefault(a, a)));
        return result;
    }

    /** The operator with one slot's arguments replaced. */
    static Op withInput(Op op, String slot, String argument) {
        var inputs = new LinkedHashMap<>(op.inputs());
        inputs.put(slot, List.of(argument));
        return new Op(op.block(), op.index(), op.type(), inputs, op.outputs(), op.attributes());
    }

    /** The operator with further attributes. */
    static Op withAttributes(Op op, Map<String, Attribute> more) {
        var attributes = new HashMap<>(op.attributes());
        attributes.putAll(more);
        return new Op(op.block(), op.index(), op.type(), op.inputs(), op.outputs(), attributes);
    }
}
