package dev.touchstone.cli;

import dev.touchstone.model.Model;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.PowerMode;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Options that say how and where a model runs. */
final class ExecutionOptions implements Options {
    private List<String> backends = List.of();
    private @Nullable Precision precision;
    private boolean strict;
    private int threads = 1;
    private PowerMode powerMode = PowerMode.NO_BIND;
    private @Nullable Path cache;
    private Map<String, String> settings = Map.of();

    @Override
    public void declare(Syntax syntax) {
        syntax.add(Argument.listOf(String.class, "-b", "--backend")
                        .label("NAME")
                        .split(",")
                        .text("Backends to use, in this order, for example rknpu,arm. 'touchstone backends' lists them."
                                + " Without it: every available one, fastest first. @PLACE behind a name says"
                                + " where: rknpu@ssh:user@board, rknpu@adb, rknpu@in-process; docs/isolation.md"
                                + " lists all.")
                        .to(v -> backends = v))
                .add(Argument.of(Precision.class, "-p", "--precision")
                        .label("PRECISION")
                        .converter(new PrecisionConverter())
                        .candidates(new PrecisionNames())
                        .text("float: float32, quantization as the model's program says it. cpu-int8: convolutions"
                                + " and matrix products in int8. full-int8: int8 throughout, as a neural"
                                + " processor computes. Without it: what suits the model.")
                        .to(v -> precision = v))
                .add(Argument.flag("--strict")
                        .text("Fail if the first backend cannot run every part of the model, instead of using the"
                                + " next one.")
                        .to(v -> strict = v))
                .add(Argument.of(int.class, "-t", "--threads")
                        .label("N")
                        .text("Threads for one run; results do not depend on it. Default: 1.")
                        .to(v -> threads = v))
                .add(Argument.of(PowerMode.class, "--power-mode")
                        .label("MODE")
                        .converter(new PowerModeConverter())
                        .candidates(new PowerModeNames())
                        .text("Which cores threads of the backend arm are bound to, where some are faster than"
                                + " others: high, low, full, no-bind, rand-high or rand-low, as Paddle Lite"
                                + " names them. Default: no-bind.")
                        .to(v -> powerMode = v))
                .add(Argument.of(Path.class, "--cache")
                        .label("DIR")
                        .text("Where compiled models are kept between starts; of a remote backend, a directory"
                                + " there. Without it classify, run and eval keep those of the backend arm with"
                                + " touchstone itself.")
                        .to(v -> cache = v))
                .add(Argument.mapOf(String.class, String.class, "--set")
                        .label("NAME=VALUE")
                        .text("A setting for single backends, for example --set runTimeout=30. May be repeated.")
                        .to(v -> settings = v));
    }

    /** Where the user wants compiled models kept; empty if nowhere in particular. */
    Optional<Path> cache() {
        return Optional.ofNullable(cache);
    }

    /** Where this process keeps what it compiles itself: where the user wants it, else where the installation does. */
    Optional<Path> compiled(OutputOptions output) {
        return cache().or(output.installation()::compiled);
    }

    Optional<Precision> precision() {
        return Optional.ofNullable(precision);
    }

    /** The name of a precision on the command line: {@code full-int8}. */
    static String name(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Opens a session, which the caller closes, and says where nodes fall back to a later backend. */
    Session open(Model model, OutputOptions output) {
        if (threads < 1) {
            throw new ParameterException(output.command(), "--threads is " + threads + "; expected 1 or more");
        }
        var options = SessionOptions.defaults()
                .withBackends(backends)
                .withStrict(strict)
                .withThreads(threads)
                .withPowerMode(powerMode);
        if (precision != null) {
            options = options.withPrecision(precision);
        }
        if (cache != null) {
            options = options.withCacheDirectory(cache);
        }
        try {
            for (var setting : settings.entrySet()) {
                options = options.withSetting(setting.getKey(), setting.getValue());
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(output.command(), "--set: " + e.getMessage());
        }
        try (var _ = output.progress("compiling " + model.name())) {
            return Session.open(model, options);
        }
    }

    /** Says on the error stream what does not run where it was meant to. */
    static void noteFallback(Session session, OutputOptions output) {
        var placement = session.placement();
        if (!placement.fallbacks().isEmpty()) {
            output.note(placement.fallbacks().size() + " of " + placement.rows().size()
                    + " nodes do not run on the first backend (" + placement.summary()
                    + "); 'touchstone inspect --placement' says why");
        }
    }

    /** Reads {@code full-int8} and {@code FULL_INT8}. */
    static final class PrecisionConverter implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String text) {
            var name = text.toLowerCase(Locale.ROOT).replace('_', '-');
            return Stream.of(Precision.values())
                    .filter(p -> name(p).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no precision; expected " + String.join(", ", new PrecisionNames())));
        }
    }

    static final class PowerModeConverter implements ITypeConverter<PowerMode> {
        @Override
        public PowerMode convert(String text) {
            return Stream.of(PowerMode.values())
                    .filter(mode ->
                            name(mode).equals(text.toLowerCase(Locale.ROOT).replace('_', '-')))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no power mode; expected " + String.join(", ", new PowerModeNames())));
        }

        private static String name(PowerMode mode) {
            return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** For completion by the shell. */
    static final class PowerModeNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(PowerMode.values()).map(PowerModeConverter::name).iterator();
        }
    }

    /** For completion by the shell. */
    static final class PrecisionNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Precision.values()).map(ExecutionOptions::name).iterator();
        }
    }
}
