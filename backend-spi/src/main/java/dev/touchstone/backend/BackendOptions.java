package dev.touchstone.backend;

import java.util.Map;

/**
 * What the user wants of a backend.
 *
 * @param threads how many threads one run may use, 1 or more; results do not depend on it
 * @param settings further settings by name, understood by single backends; others ignore them
 */
public record BackendOptions(int threads, Map<String, String> settings) {
    public BackendOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; expected 1 or more");
        }
        settings = Map.copyOf(settings);
    }

    /** One thread, no settings. */
    public static BackendOptions defaults() {
        return new BackendOptions(1, Map.of());
    }
}
