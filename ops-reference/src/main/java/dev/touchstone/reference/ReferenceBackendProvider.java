package dev.touchstone.reference;

import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import java.util.List;

/** Offers the definition itself as the backend of last resort. */
public final class ReferenceBackendProvider implements BackendProvider {
    /** For {@link java.util.ServiceLoader}. */
    public ReferenceBackendProvider() {}

    @Override
    public String name() {
        return "reference";
    }

    /** The lowest: every other available backend comes first. */
    @Override
    public int priority() {
        return Integer.MIN_VALUE;
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of("plain Java, one thread"));
    }

    @Override
    public Backend open(BackendOptions options) {
        return new ReferenceBackend();
    }
}
