package dev.touchstone.cli.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value and its text. The text is ASCII, indented by two blanks, with members in the order in which they were
 * added. Numbers that JSON cannot express are written as the strings {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"}.
 */
public sealed interface Json {
    /** A value that is complete as it stands: a number, a quoted string, true, false or null. */
    record Scalar(String text) implements Json {}

    /** An ordered list of values. */
    record Array(List<Json> elements) implements Json {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /** Named values; not thread-safe while members are added. */
    final class Members implements Json {
        private final Map<String, Json> members = new LinkedHashMap<>();

        private Members() {}

        public Members with(String name, Json value) {
            members.put(name, value);
            return this;
        }

        public Members with(String name, @Nullable String value) {
            return with(name, of(value));
        }

        public Members with(String name, boolean value) {
            return with(name, new Scalar(Boolean.toString(value)));
        }

        public Members with(String name, long value) {
            return with(name, new Scalar(Long.toString(value)));
        }

        public Members with(String name, double value) {
            return with(name, of(value));
        }

        /** The shortest decimal that gives this float back. */
        public Members with(String name, float value) {
            return with(name, of(value));
        }

        /** A list of objects, made one by one. */
        public <T> Members with(String name, Collection<T> items, Function<? super T, ? extends Json> form) {
            return with(name, array(items, form));
        }
    }

    static Members object() {
        return new Members();
    }

    static Json of(@Nullable String value) {
        return new Scalar(value == null ? "null" : quoted(value));
    }

    static Json of(long value) {
        return new Scalar(Long.toString(value));
    }

    static Json of(double value) {
        return new Scalar(Double.isFinite(value) ? Double.toString(value) : quoted(Double.toString(value)));
    }

    static Json of(float value) {
        return new Scalar(Float.isFinite(value) ? Float.toString(value) : quoted(Float.toString(value)));
    }

    static <T> Json array(Collection<T> items, Function<? super T, ? extends Json> form) {
        var elements = new ArrayList<Json>();
        items.forEach(i -> elements.add(form.apply(i)));
        return new Array(elements);
    }

    /** The text, without a line end. */
    default String toText() {
        var out = new StringBuilder();
        write(out, "\n");
        return out.toString();
    }

    private void write(StringBuilder out, String newLine) {
        switch (this) {
            case Scalar s -> out.append(s.text());
            case Array a -> {
                boolean flat = a.elements().stream().allMatch(Scalar.class::isInstance);
                var inner = flat ? "" : newLine + "  ";
                var separator = "";
                out.append('[');
                for (var element : a.elements()) {
                    out.append(separator).append(inner);
                    element.write(out, newLine + "  ");
                    separator = flat ? ", " : ",";
                }
                out.append(flat ? "" : newLine).append(']');
            }
            case Members m -> {
                var separator = "";
                out.append('{');
                for (var member : m.members.entrySet()) {
                    out.append(separator)
                            .append(newLine)
                            .append("  ")
                            .append(quoted(member.getKey()))
                            .append(": ");
                    member.getValue().write(out, newLine + "  ");
                    separator = ",";
                }
                out.append(m.members.isEmpty() ? "" : newLine).append('}');
            }
        }
    }

    private static String quoted(String value) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
