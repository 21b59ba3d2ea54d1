package dev.touchstone.runtime;

import dev.touchstone.backend.BackendOptions;
import dev.touchstone.pass.Precision;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a session works. Immutable; {@link #defaults} suits most, a {@code with} method changes one thing.
 *
 * @param backends the names of the backends to ask, in order, and no other; empty for every available one, highest
 *     priority first and {@code reference} last. A place may follow: {@code rknpu@ssh:user@board},
 *     {@code rknpu@in-process}; docs/isolation.md lists them. Without one, a backend runs where its provider wants it
 * @param strict whether a node that is not run by the first backend is an error
 * @param precision in which numbers to compute; empty for what suits the model
 * @param threads how many threads one run may use; results do not depend on it
 * @param powerMode which cores a run would like; a hint
 * @param cacheDirectory where backends may keep compiled graphs between starts, in forms of their own; empty for nowhere.
 *     {@link CompiledModels} keep whole models
 * @param settings further settings by name, for single backends
 */
public record SessionOptions(
        List<String> backends,
        boolean strict,
        Optional<Precision> precision,
        int threads,
        PowerMode powerMode,
        Optional<Path> cacheDirectory,
        Map<String, String> settings) {
    private static final SessionOptions DEFAULTS =
            new SessionOptions(List.of(), false, Optional.empty(), 1, PowerMode.NO_BIND, Optional.empty(), Map.of());

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a backend is named twice, if threads is below 1 or if a setting has the name
     *     of an option
     */
    public SessionOptions {
        backends = List.copyOf(backends);
        settings = Map.copyOf(settings);
        if (backends.stream().distinct().count() < backends.size()) {
            throw new IllegalArgumentException("backends " + backends + ": a name occurs twice; expected each once");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; expected 1 or more");
        }
        refuse(settings, BackendOptions.POWER_MODE, "withPowerMode");
        refuse(settings, BackendOptions.CACHE_DIRECTORY, "withCacheDirectory");
    }

    private static void refuse(Map<String, String> settings, String name, String method) {
        if (settings.containsKey(name)) {
            throw new IllegalArgumentException("setting " + name + " is an option of its own; use " + method);
        }
    }

    /** Every available backend, no strictness, the precision that suits the model, one thread. */
    public static SessionOptions defaults() {
        return DEFAULTS;
    }

    /** The same options with backends in order of preference. */
    public SessionOptions withBackends(String... newBackends) {
        return withBackends(List.of(newBackends));
    }

    /** The same options with backends in order of preference. */
    public SessionOptions withBackends(List<String> newBackends) {
        return new SessionOptions(newBackends, strict, precision, threads, powerMode, cacheDirectory, settings);
    }

    /** The same options; strict turns a fallback into an error. */
    public SessionOptions withStrict(boolean newStrict) {
        return new SessionOptions(backends, newStrict, precision, threads, powerMode, cacheDirectory, settings);
    }

    /** The same options with a precision of its own choice. */
    public SessionOptions withPrecision(Precision newPrecision) {
        return new SessionOptions(
                backends, strict, Optional.of(newPrecision), threads, powerMode, cacheDirectory, settings);
    }

    /** The same options with a number of threads for one run. */
    public SessionOptions withThreads(int newThreads) {
        return new SessionOptions(backends, strict, precision, newThreads, powerMode, cacheDirectory, settings);
    }

    /** The same options with a wish between speed and power. */
    public SessionOptions withPowerMode(PowerMode newPowerMode) {
        return new SessionOptions(backends, strict, precision, threads, newPowerMode, cacheDirectory, settings);
    }

    /** The same options with a place for compiled programs. */
    public SessionOptions withCacheDirectory(Path newCacheDirectory) {
        return new SessionOptions(
                backends, strict, precision, threads, powerMode, Optional.of(newCacheDirectory), settings);
    }

    /** The same options with one further setting. */
    public SessionOptions withSetting(String name, String value) {
        var more = new HashMap<>(settings);
        more.put(name, value);
        return new SessionOptions(backends, strict, precision, threads, powerMode, cacheDirectory, more);
    }

    /** What a backend is told: the threads, the settings, the power mode and the cache directory. */
    BackendOptions forBackend() {
        var all = new HashMap<>(settings);
        all.put(BackendOptions.POWER_MODE, powerMode.name());
        cacheDirectory.ifPresent(
                d -> all.put(BackendOptions.CACHE_DIRECTORY, d.toAbsolutePath().toString()));
        return new BackendOptions(threads, all);
    }
}
