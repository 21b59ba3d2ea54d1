package dev.touchstone.runtime;

import dev.touchstone.TouchstoneException;
import java.util.List;

/** Available backends have equal priority, so that there is no default order; {@link SessionOptions#backends} gives one. */
public final class AmbiguousOrderException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> backends;

    AmbiguousOrderException(List<String> backends, int priority) {
        super("backends " + String.join(" and ", backends) + " are all available with priority " + priority
                + "; name the order to use them in, for example SessionOptions.withBackends(\""
                + String.join("\", \"", backends) + "\")");
        this.backends = List.copyOf(backends);
    }

    /** The names of the backends that tie. */
    public List<String> backends() {
        return backends;
    }
}
