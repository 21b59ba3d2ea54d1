package dev.touchstone.backend;

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
}
