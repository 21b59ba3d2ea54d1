package dev.touchstone.backend.checkup;

import java.util.List;

/**
 * The checks of one backend; a service, found by {@link java.util.ServiceLoader} as backends are. Thread-safe;
 * construction does no work.
 */
public interface Checkup {
    /** The name of the backend, or of the subject if it is none: {@code rknpu}, {@code java}. */
    String name();

    /** All checks, in the order in which a person would go through them: what others depend on comes first. */
    List<Check> checks();

    /** What has a version and must fit together, for one table. Changes nothing; what is not there is left out. */
    List<Piece> pieces(Machine machine);
}
