package dev.touchstone.paddle.lowering;

import dev.touchstone.ModelFormatException;
import dev.touchstone.paddle.program.Attribute;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one operator's attributes as what the operator expects. The stored type varies over the versions of Paddle:
 * INT, LONG and BOOLEAN are converted where nothing is lost, lists likewise, anything else is refused. Remembers what
 * was read.
 */
final class AttributeReader {
    private final Place place;
    private final Map<String, Attribute> attributes;
    private final Set<String> read = new HashSet<>();

    AttributeReader(Place place, Map<String, Attribute> attributes) {
        this.place = place;
        this.attributes = attributes;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    /** Absent if not stored, or if stored as an empty list where the type of elements says nothing. */
    Optional<List<Integer>> integers(String name) {
        return switch (find(name)) {
            case null -> Optional.empty();
            case Attribute.Ints(var values) ->
                Optional.of(values.stream().map(v -> narrow(name, v)).toList());
            case Attribute a when isEmptyList(a) -> Optional.of(List.of());
            case Attribute a -> throw wrongType(name, a, "INTS or LONGS");
        };
    }

    Optional<List<Long>> longs(String name) {
        return switch (find(name)) {
            case null -> Optional.empty();
            case Attribute.Ints(var values) -> Optional.of(values);
            case Attribute a when isEmptyList(a) -> Optional.of(List.of());
            case Attribute a -> throw wrongType(name, a, "INTS or LONGS");
        };
    }

    Optional<List<Float>> reals(String name) {
        return switch (find(name)) {
            case null -> Optional.empty();
            case Attribute.Reals(var values) -> Optional.of(values);
            case Attribute a when isEmptyList(a) -> Optional.of(List.of());
            case Attribute a -> throw wrongType(name, a, "FLOATS");
        };
    }

    Optional<List<Boolean>> flags(String name) {
        return switch (find(name)) {
            case null -> Optional.empty();
            case Attribute.Flags(var values) -> Optional.of(values);
            case Attribute.Ints(var values) ->
                Optional.of(values.stream().map(v -> v != 0).toList());
            case Attribute a when isEmptyList(a) -> Optional.of(List.of());
            case Attribute a -> throw wrongType(name, a, "BOOLEANS");
        };
    }

    Optional<Integer> integer(String name) {
        return switch (find(name)) {
            case null -> Optional.empty();
            case Attribute.Int(long value) -> Optional.of(narrow(name, value));
            case Attribute.Flag(boolean value) -> Optional.of(value ? 1 : 0);
            case Attribute a -> throw wrongType(name, a, "INT or LONG");
        };
    }

    Optional<Boolean> flag(String name) {
        return switch (find(name)) {
            case null -> Optional.empty();
            case Attribute.Flag(boolean value) -> Optional.of(value);
            case Attribute.Int(long value) when value == 0 || value == 1 -> Optional.of(value == 1);
            case Attribute a -> throw wrongType(name, a, "BOOLEAN, or INT 0 or 1");
        };
    }

    Optional<Float> real(String name) {
        return switch (find(name)) {
            case null -> Optional.empty();
            case Attribute.Real(float value) -> Optional.of(value);
            case Attribute a -> throw wrongType(name, a, "FLOAT");
        };
    }

    Optional<String> text(String name) {
        return switch (find(name)) {
            case null -> Optional.empty();
            case Attribute.Text(String value) -> Optional.of(value);
            case Attribute a -> throw wrongType(name, a, "STRING");
        };
    }

    /** The stored attributes that nobody asked for, sorted by name. */
    SortedMap<String, Attribute> unread() {
        var rest = new TreeMap<>(attributes);
        rest.keySet().removeAll(read);
        return rest;
    }

    /** The attribute as stored, integers of either width as one type; counts as read. */
    @Nullable
    Attribute find(String name) {
        read.add(name);
        return switch (attributes.get(name)) {
            case null -> null;
            case Attribute.Wide(long value) -> new Attribute.Int(value);
            case Attribute.Wides(var values) -> new Attribute.Ints(values);
            case Attribute a -> a;
        };
    }

    private int narrow(String name, long value) {
        if (value != (int) value) {
            throw place.malformed("attribute '" + name + "'", "is " + value + "; expected an integer of 32 bits");
        }
        return (int) value;
    }

    private static boolean isEmptyList(Attribute attribute) {
        return switch (attribute) {
            case Attribute.Ints(var v) -> v.isEmpty();
            case Attribute.Wides(var v) -> v.isEmpty();
            case Attribute.Reals(var v) -> v.isEmpty();
            case Attribute.Flags(var v) -> v.isEmpty();
            case Attribute.Texts(var v) -> v.isEmpty();
            case Attribute.Int a -> false;
            case Attribute.Wide a -> false;
            case Attribute.Real a -> false;
            case Attribute.Flag a -> false;
            case Attribute.Text a -> false;
            case Attribute.SubBlock a -> false;
            case Attribute.Opaque a -> false;
        };
    }

    private ModelFormatException wrongType(String name, Attribute found, String expected) {
        return place.malformed("attribute '" + name + "'", "is " + describe(found) + "; expected " + expected);
    }

    /** The value with its stored type, cut if long. */
    static String describe(Attribute attribute) {
        return switch (attribute) {
            case Attribute.Int(long v) -> "INT " + v;
            case Attribute.Wide(long v) -> "LONG " + v;
            case Attribute.Real(float v) -> "FLOAT " + v;
            case Attribute.Flag(boolean v) -> "BOOLEAN " + v;
            case Attribute.Text(String v) -> "STRING '" + cut(v) + "'";
            case Attribute.Ints(var v) -> "INTS of " + v.size();
            case Attribute.Wides(var v) -> "LONGS of " + v.size();
            case Attribute.Reals(var v) -> "FLOATS of " + v.size();
            case Attribute.Flags(var v) -> "BOOLEANS of " + v.size();
            case Attribute.Texts(var v) -> "STRINGS of " + v.size();
            case Attribute.SubBlock(int v) -> "BLOCK " + v;
            case Attribute.Opaque(int type) -> "of the type numbered " + type;
        };
    }

    private static String cut(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
