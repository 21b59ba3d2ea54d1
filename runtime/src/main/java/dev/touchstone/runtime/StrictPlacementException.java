package dev.touchstone.runtime;

import dev.touchstone.TouchstoneException;
import java.util.List;
import java.util.stream.Collectors;

/** Some nodes cannot run on the first backend, and {@link SessionOptions#strict} forbids to use another. */
public final class StrictPlacementException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    private final transient List<Placement.Row> fallbacks;

    StrictPlacementException(String model, int nodes, List<Placement.Row> fallbacks) {
        super(model + ": " + fallbacks.size() + " of " + nodes
                + " nodes would fall back to a later backend, which strict forbids"
                + fallbacks.stream().map(r -> "\n  " + r.refusalText()).collect(Collectors.joining()));
        this.fallbacks = List.copyOf(fallbacks);
    }

    /** Every node that would fall back, with all reasons. */
    public List<Placement.Row> fallbacks() {
        return fallbacks;
    }
}
