package dev.touchstone.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * An option or positional parameter, being described:
 * {@code Argument.of(int.class, "--top").label("N").text("How many.").to(v -> top = v)}.
 *
 * @param <T> what the program gets
 */
final class Argument<T> {
    private final String[] names;
    private final Class<?> type;
    private final Class<?>[] elements;
    private @Nullable String label;
    private @Nullable String arity;
    private @Nullable String split;
    private @Nullable String fallback;
    private boolean required;
    private boolean negatable;
    private ITypeConverter<?>[] converters = {};
    private @Nullable Iterable<String> candidates;
    private String[] text = {};
    private @Nullable Consumer<T> target;

    private Argument(String[] names, Class<?> type, Class<?>... elements) {
        this.names = names;
        this.type = type;
        this.elements = elements;
    }

    /** With one value. A positional parameter has no names. */
    static <T> Argument<T> of(Class<T> type, String... names) {
        return new Argument<>(names, type, type);
    }

    /** Without a value: given or not. */
    static Argument<Boolean> flag(String... names) {
        return new Argument<>(names, boolean.class, boolean.class);
    }

    /** With several values, or given several times. */
    static <T> Argument<List<T>> listOf(Class<T> type, String... names) {
        return new Argument<>(names, List.class, type);
    }

    /** With values {@code KEY=VALUE}. */
    static <K, V> Argument<Map<K, V>> mapOf(Class<K> key, Class<V> value, String... names) {
        return new Argument<>(names, Map.class, key, value);
    }

    /** What the help text calls the value. */
    Argument<T> label(String newLabel) {
        label = newLabel;
        return this;
    }

    /** How many values follow one name: {@code 1..*}. */
    Argument<T> arity(String range) {
        arity = range;
        return this;
    }

    /** What separates several values in one word. */
    Argument<T> split(String separator) {
        split = separator;
        return this;
    }

    /** The value if the option is given without one. */
    Argument<T> fallback(String value) {
        fallback = value;
        return this;
    }

    /** No call may go without it. */
    Argument<T> required() {
        required = true;
        return this;
    }

    /** {@code --no-NAME} says the opposite; what is not said stays open. */
    Argument<T> negatable() {
        negatable = true;
        return this;
    }

    /** How words become values; of a map, keys first. */
    Argument<T> converter(ITypeConverter<?>... newConverters) {
        converters = newConverters;
        return this;
    }

    /** The words that a shell may complete. */
    Argument<T> candidates(Iterable<String> words) {
        candidates = words;
        return this;
    }

    /** What it is for. */
    Argument<T> text(String... lines) {
        text = lines;
        return this;
    }

    /** Where the value goes; called only if the command line has one. */
    Argument<T> to(Consumer<T> newTarget) {
        target = newTarget;
        return this;
    }

    OptionSpec option() {
        var value = new Value<>(target);
        var builder = OptionSpec.builder(names)
                .type(negatable ? Boolean.class : type)
                .auxiliaryTypes(elements)
                .required(required)
                .negatable(negatable)
                .converters(allConverters())
                .description(text)
                .getter(value)
                .setter(value);
        if (label != null) {
            builder.paramLabel(label);
        }
        if (arity != null) {
            builder.arity(arity);
        }
        if (split != null) {
            builder.splitRegex(split);
        }
        if (fallback != null) {
            builder.fallbackValue(fallback);
        }
        if (candidates != null) {
            builder.completionCandidates(candidates);
        }
        return builder.build();
    }

    /** Without what only options have. */
    PositionalParamSpec positional() {
        var value = new Value<>(target);
        var builder = PositionalParamSpec.builder()
                .type(type)
                .auxiliaryTypes(elements)
                .required(required)
                .converters(allConverters())
                .description(text)
                .getter(value)
                .setter(value);
        if (label != null) {
            builder.paramLabel(label);
        }
        if (arity != null) {
            builder.arity(arity);
        }
        return builder.build();
    }

    /** Ours for paths: picocli's own are called through reflection, which generates classes first. */
    private ITypeConverter<?>[] allConverters() {
        if (converters.length > 0 || !List.of(elements).contains(Path.class)) {
            return converters;
        }
        ITypeConverter<Path> path = Path::of;
        ITypeConverter<String> word = text -> text;
        var all = new ITypeConverter<?>[elements.length];
        for (int i = 0; i < elements.length; i++) {
            all[i] = elements[i] == Path.class ? path : word;
        }
        return all;
    }

    /** The value as picocli adds to it, passed on. */
    private static final class Value<T> implements IGetter, ISetter {
        private final @Nullable Consumer<T> target;
        private @Nullable Object value;

        Value(@Nullable Consumer<T> target) {
            this.target = target;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // picocli made it of the type that it was told
        public <V> @Nullable V get() {
            return (V) value;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <V> @Nullable V set(@Nullable V newValue) {
            var old = (V) value;
            value = newValue;
            if (target != null && newValue != null) {
                target.accept((T) newValue);
            }
            return old;
        }
    }
}
