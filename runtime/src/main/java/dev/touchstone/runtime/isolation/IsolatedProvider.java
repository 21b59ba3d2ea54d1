package dev.touchstone.runtime.isolation;

import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider whose backends are opened in another process, on this machine or on another one. Thread-safe. */
public final class IsolatedProvider implements BackendProvider {
    private final String name;
    private final String backend;
    private final Place place;
    private final HostCommand command;
    private final @Nullable BackendProvider local;

    /**
     * Nothing is started before {@link #open}.
     *
     * @param name what the result is called here
     * @param backend what it is called there
     * @param local the same backend here, which explains crashes; null if it is only there
     */
    public IsolatedProvider(String name, String backend, Place place, @Nullable BackendProvider local) {
        this(name, backend, place, HostCommand.of(place, local), local);
    }

    /** With a command of its own. */
    IsolatedProvider(String name, String backend, Place place, HostCommand command, @Nullable BackendProvider local) {
        this.name = name;
        this.backend = backend;
        this.place = place;
        this.command = command;
        this.local = local;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int priority() {
        return local == null ? 0 : local.priority();
    }

    /** As the backend here says of this machine; of another one nothing is known before it is opened. */
    @Override
    public Availability probe() {
        return probe(BackendOptions.defaults());
    }

    @Override
    public Availability probe(BackendOptions options) {
        return place instanceof Place.OwnProcess && local != null
                ? local.probe(options)
                : new Availability.Available(List.of("at " + place + ", asked when it is opened"));
    }

    /**
     * Starts the process, or joins those who use it already, and opens the backend there.
     *
     * @throws dev.touchstone.BackendUnavailableException if it cannot be reached or cannot work there
     * @throws dev.touchstone.BackendCrashedException if opening it ends the process
     * @throws dev.touchstone.BackendTimeoutException if it does not answer
     */
    @Override
    public Backend open(BackendOptions options) {
        var owner = Owner.of(name, backend, place, command, local);
        try {
            return new IsolatedBackend(backend, owner, options);
        } catch (RuntimeException | Error e) {
            owner.release();
            throw e;
        }
    }
}
