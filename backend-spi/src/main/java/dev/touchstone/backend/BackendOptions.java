package dev.touchstone.backend;

import java.util.Map;

/**
 * What the user wants of a backend.
 *
 * @param threads how many threads one run may use, 1 or more; results do not depend on it
 * @param settings further settings by name, understood by single backends; others ignore them
 */
public record BackendOptions(int threads, Map<String, String> settings) {
    /** Setting with the name of the power mode, a hint: {@code HIGH}, {@code LOW}, {@code NO_BIND}, ... */
    public static final String POWER_MODE = "powerMode";

    /** Setting with the directory where a backend may keep compiled graphs between starts; absent if it may not. */
    public static final String CACHE_DIRECTORY = "cacheDirectory";

    /**
     * Setting with the value {@code true} where the backend is the only one of its process, which the runtime started for
     * it: it may then take over the standard error stream, and ending the process harms nobody.
     */
    public static final String OWN_PROCESS = "ownProcess";

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
