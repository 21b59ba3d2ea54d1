package dev.touchstone.paddle.lowering;

import dev.touchstone.ModelFormatException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One operator of a program as its lowering sees it: slots resolved to definitions of variables, attributes typed,
 * every refusal with the operator's place.
 */
final class OpReader {
    /** The argument that stands for "not given". */
    private static final String EMPTY = "@EMPTY@";

    private final Place place;
    private final Op op;
    private final Dialect dialect;
    private final Scope scope;
    private final AttributeReader attributes;
    private final Map<String, Ref> claimed = new LinkedHashMap<>();
    private final Map<String, List<Float>> scales = new LinkedHashMap<>();

    /**
     * What the operator's surroundings know.
     *
     * @param version of the program, as Paddle counts
     * @param resolve an argument of an input slot to its definition; throws if there is none
     * @param define an argument of an output slot to a new definition with the given range; throws if it may not be
     * @param isRead whether anything reads an argument of an output slot afterwards
     * @param isParameter whether an argument is stored with the model and was not written since
     * @param warn takes what a user should know
     */
    record Scope(
            long version,
            Function<String, Ref> resolve,
            Function<Ref, Ref> define,
            Predicate<String> isRead,
            Predicate<String> isParameter,
            Consumer<String> warn) {}

    OpReader(Place place, Op op, Dialect dialect, Scope scope) {
        this.place = place;
        this.op = op;
        this.dialect = dialect;
        this.scope = scope;
        this.attributes = new AttributeReader(place, op.attributes());
    }

    Place place() {
        return place;
    }

    String type() {
        return op.type();
    }

    Dialect dialect() {
        return dialect;
    }

    /** Since Paddle 2.5 a reduction over everything gives rank 0; before, rank 1. */
    boolean hasScalars() {
        return scope.version() >= 2_005_000;
    }

    void warn(String what) {
        scope.warn().accept(place + ": " + what);
    }

    // ---- slots

    /** The one argument of a slot that must have it. */
    Ref input(String slot) {
        return optionalInput(slot)
                .orElseThrow(() -> place.malformed("slot '" + slot + "'", "has no argument; expected 1"));
    }

    /** The argument of a slot that may be empty. */
    Optional<Ref> optionalInput(String slot) {
        var arguments = arguments(op.inputs(), slot);
        if (arguments.size() > 1) {
            throw place.malformed(
                    "slot '" + slot + "'", "has " + arguments.size() + " arguments " + arguments + "; expected 1");
        }
        return arguments.stream().findFirst().map(a -> resolve(slot, 0, a));
    }

    /** All arguments of a slot, perhaps none. */
    List<Ref> optionalInputs(String slot) {
        var refs = new ArrayList<Ref>();
        for (var argument : arguments(op.inputs(), slot)) {
            refs.add(resolve(slot, refs.size(), argument));
        }
        return List.copyOf(refs);
    }

    /** The arguments of a slot that must have some. */
    List<Ref> inputs(String slot) {
        var refs = optionalInputs(slot);
        if (refs.isEmpty()) {
            throw place.malformed("slot '" + slot + "'", "has no argument; expected 1 or more");
        }
        return refs;
    }

    private Ref resolve(String slot, int index, String argument) {
        var ref = scope.resolve().apply(argument);
        if (dialect == Dialect.LITE) {
            for (var name : List.of(slot + index + "_scale", argument + "_quant_scale")) {
                if (attributes.find(name) instanceof Attribute.Reals(var values) && !values.isEmpty()) {
                    scales.putIfAbsent(ref.name(), values);
                }
            }
        }
        return ref;
    }

    /** The scales that Paddle Lite recorded for inputs, by the names of their definitions: one, or one each channel. */
    Map<String, List<Float>> scales() {
        return Map.copyOf(scales);
    }

    boolean hasInput(String slot) {
        return !arguments(op.inputs(), slot).isEmpty();
    }

    /** True if the slot's argument is stored with the model. */
    boolean isParameter(String slot) {
        var arguments = arguments(op.inputs(), slot);
        return !arguments.isEmpty() && arguments.stream().allMatch(scope.isParameter());
    }

    /** The one argument of an output slot that must have it. The lowering promises to compute it. */
    Ref output(String slot) {
        return optionalOutput(slot)
                .orElseThrow(() -> place.malformed("output slot '" + slot + "'", "has no argument; expected 1"));
    }

    /** As {@link #output}, for an output that may be left out. */
    Optional<Ref> optionalOutput(String slot) {
        var arguments = arguments(op.outputs(), slot);
        if (arguments.size() > 1) {
            throw place.malformed(
                    "output slot '" + slot + "'",
                    "has " + arguments.size() + " arguments " + arguments + "; expected 1");
        }
        return arguments.stream().findFirst().map(argument -> claim(slot, 0, argument));
    }

    /** All arguments of an output slot; at least one. */
    List<Ref> outputs(String slot) {
        var arguments = arguments(op.outputs(), slot);
        if (arguments.isEmpty()) {
            throw place.malformed("output slot '" + slot + "'", "has no argument; expected 1 or more");
        }
        var refs = new ArrayList<Ref>();
        for (int i = 0; i < arguments.size(); i++) {
            refs.add(claim(slot, i, arguments.get(i)));
        }
        return List.copyOf(refs);
    }

    /** An output that is computed only if somebody reads it. */
    Optional<Ref> outputIfRead(String slot) {
        return arguments(op.outputs(), slot).stream().anyMatch(scope.isRead())
                ? optionalOutput(slot)
                : Optional.empty();
    }

    /** The name of the variable in an output slot, without promising anything. */
    Optional<String> outputName(String slot) {
        return arguments(op.outputs(), slot).stream().findFirst();
    }

    /** The name of the variable in an input slot. */
    Optional<String> inputName(String slot) {
        return arguments(op.inputs(), slot).stream().findFirst();
    }

    /** What stands in a parameter that the operator names as output: statistics that training left there. */
    Optional<Ref> parameterInOutput(String slot) {
        return outputName(slot).filter(scope.isParameter()).map(scope.resolve());
    }

    /** The promised outputs by variable. */
    Map<String, Ref> claimed() {
        return claimed;
    }

    private Ref claim(String slot, int index, String argument) {
        var ref = scope.define()
                .apply(new Ref(argument, recordedRange(slot, index).orElse(null)));
        if (claimed.put(argument, ref) != null) {
            throw place.malformed("output slot '" + slot + "'", "names variable '" + argument + "' twice");
        }
        return ref;
    }

    /** The threshold that calibration recorded, under the names that it had over time. */
    private Optional<Float> recordedRange(String slot, int index) {
        for (var name : List.of(slot + index + "_threshold", "out_threshold", "out_scale")) {
            if (attributes.find(name) instanceof Attribute.Real(float value) && value > 0 && Float.isFinite(value)) {
                return Optional.of(value);
            }
        }
        return dialect == Dialect.LITE
                        && attributes.find(slot + index + "_scale") instanceof Attribute.Reals(var values)
                        && values.size() == 1
                ? Optional.of(LiteScales.threshold(values.getFirst()))
                : Optional.empty();
    }

    private static List<String> arguments(Map<String, List<String>> slots, String slot) {
        return slots.getOrDefault(slot, List.of()).stream()
                .filter(a -> !a.equals(EMPTY) && !a.isEmpty())
                .toList();
    }

    // ---- attributes

    AttributeReader attributes() {
        return attributes;
    }

    int integer(String name, int absent) {
        return attributes.integer(name).orElse(absent);
    }

    int integer(String name) {
        return attributes.integer(name).orElseThrow(() -> missing(name, "INT"));
    }

    boolean flag(String name, boolean absent) {
        return attributes.flag(name).orElse(absent);
    }

    float real(String name, float absent) {
        return attributes.real(name).orElse(absent);
    }

    float real(String name) {
        return attributes.real(name).orElseThrow(() -> missing(name, "FLOAT"));
    }

    String text(String name, String absent) {
        return attributes.text(name).orElse(absent);
    }

    List<Integer> integers(String name, List<Integer> absent) {
        return attributes.integers(name).orElse(absent);
    }

    List<Integer> integers(String name) {
        return attributes.integers(name).orElseThrow(() -> missing(name, "INTS"));
    }

    /**
     * One of the known values of a STRING attribute.
     *
     * @throws UnsupportedOperatorException if it has another
     */
    <T> T choice(String name, String absent, Map<String, T> known) {
        return choose(name, text(name, absent), known);
    }

    /** As {@link #choice(String, String, Map)}, for an attribute without default. */
    <T> T choice(String name, Map<String, T> known) {
        return choose(name, attributes.text(name).orElseThrow(() -> missing(name, "STRING")), known);
    }

    private <T> T choose(String name, String value, Map<String, T> known) {
        var found = known.get(value);
        if (found == null) {
            throw refuse(name, "'" + value + "'", "one of " + new TreeSet<>(known.keySet()));
        }
        return found;
    }

    /** For an attribute whose value no lowering exists for. */
    UnsupportedOperatorException refuse(String name, Object value, String allowed) {
        return place.unsupported("attribute '" + name + "'", "is " + value + "; supported is " + allowed);
    }

    /** These attributes mean nothing on this operator, whatever they say. */
    void ignore(List<String> names) {
        names.forEach(attributes::has);
    }

    /** Refuses an attribute unless it is absent or false. */
    void refuseIfSet(String name) {
        if (flag(name, false)) {
            throw refuse(name, true, "false");
        }
    }

    private ModelFormatException missing(String name, String type) {
        return place.malformed("attribute '" + name + "'", "is missing and has no default; expected " + type);
    }
}
