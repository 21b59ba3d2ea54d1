package dev.touchstone.rknpu;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Environment variables that keep the library from saying which nodes it dropped. It reports success all the same, so
 * that without its lines a network that computes nothing looks like any other.
 */
final class SilencedLog {
    /** Numbers as C's strtol reads them; what is no number counts as not set. */
    private static final Pattern NEGATIVE = Pattern.compile("\\s*-0*[1-9].*", Pattern.DOTALL);

    private static final Pattern ZERO = Pattern.compile("\\s*[+-]?0+(\\D.*)?", Pattern.DOTALL);

    private SilencedLog() {}

    /** What silences the library in this environment, as {@code NAME=VALUE}; empty if nothing does. */
    static Optional<String> in(Map<String, String> environment) {
        return Stream.of(
                        variable(environment, "RKNPU_LOGLEVEL", NEGATIVE),
                        variable(environment, "VSI_NN_LOG_LEVEL", ZERO),
                        variable(environment, "RKNN_LOG_LEVEL", ZERO))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> variable(Map<String, String> environment, String name, Pattern silent) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> silent.matcher(value).matches())
                .map(value -> name + "=" + value);
    }
}
