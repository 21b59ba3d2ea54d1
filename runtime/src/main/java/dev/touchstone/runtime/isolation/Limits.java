package dev.touchstone.runtime.isolation;

import java.time.Duration;
import java.util.Map;

/**
 * How long a host may take before its process is ended, and how often it may end by itself. A run's own deadline counts
 * beside them.
 *
 * @param start until it answers
 * @param answer opening, questions about nodes, closing
 * @param compile one graph; on a board a first compilation takes minutes
 * @param run one run
 * @param crashes how many in a row, without a successful run in between, make the next attempts wait
 */
record Limits(Duration start, Duration answer, Duration compile, Duration run, int crashes) {
    private static final Limits DEFAULTS = new Limits(
            Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(15), Duration.ofMinutes(2), 3);

    /**
     * The defaults, changed by settings.
     *
     * @throws IllegalArgumentException if a setting is no positive number
     */
    static Limits of(Map<String, String> settings) {
        return new Limits(
                limit(settings, "startTimeout", DEFAULTS.start),
                limit(settings, "answerTimeout", DEFAULTS.answer),
                limit(settings, "compileTimeout", DEFAULTS.compile),
                limit(settings, "runTimeout", DEFAULTS.run),
                crashes(settings.getOrDefault("crashLimit", Integer.toString(DEFAULTS.crashes))));
    }

    private static int crashes(String text) {
        if (text.matches("[1-9]\\d{0,5}|1000000")) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(
                "setting crashLimit is '" + text + "'; expected a whole number from 1 to 1000000");
    }

    private static Duration limit(Map<String, String> settings, String name, Duration otherwise) {
        var text = settings.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double seconds = Double.parseDouble(text);
            if (seconds > 0 && seconds <= 1e6) {
                return Duration.ofNanos((long) (seconds * 1e9));
            }
        } catch (NumberFormatException e) {
            // Told below, with the numbers out of range.
        }
        throw new IllegalArgumentException(
                "setting " + name + " is '" + text + "'; expected seconds, a number above 0 and up to 1000000");
    }
}
