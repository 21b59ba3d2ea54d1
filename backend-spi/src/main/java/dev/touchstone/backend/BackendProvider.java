package dev.touchstone.backend;

import java.util.List;
import java.util.Optional;

/**
 * Where a backend comes from: a service, found by {@link java.util.ServiceLoader} on class path and module path (list
 * it in {@code META-INF/services} and, in a named module, in {@code provides}). Thread-safe; construction does no work.
 */
public interface BackendProvider {
    /** A short lower-case name, unique among providers: {@code rknpu}. */
    String name();

    /** Order among available backends, highest first. Two available ones of equal priority are an error. */
    int priority();

    /** Whether the backend can work here. Never throws, never slow, changes nothing. */
    Availability probe();

    /** Like {@link #probe()}, where settings decide: the answer for a backend that is opened with these. */
    default Availability probe(BackendOptions options) {
        return probe();
    }

    /**
     * Opens the backend; the caller closes it.
     *
     * @throws dev.touchstone.BackendUnavailableException if {@link #probe} says so
     */
    Backend open(BackendOptions options);

    /**
     * Whether the runtime opens it in a process of its own unless the user asks otherwise: the choice of a backend whose
     * native code may end, crash or block its process.
     */
    default boolean isolated() {
        return false;
    }

    /**
     * What it means that a process of its own has ended unexpectedly, where the backend knows better than "it crashed".
     * Never throws.
     *
     * @param exitCode as the process gave it; 128 + n after signal n
     * @param lastLines what it wrote last on its standard error stream
     * @return the reason and what to do, in one sentence each; empty if it knows nothing
     */
    default Optional<String> explainCrash(int exitCode, List<String> lastLines) {
        return Optional.empty();
    }
}
