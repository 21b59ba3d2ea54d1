package dev.touchstone.runtime.isolation;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendCrashedException.Advice;
import dev.touchstone.BackendTimeoutException;
import dev.touchstone.BackendUnavailableException;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.backend.RunMonitor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one process that owns a device, shared by everybody in this program who uses that backend in that place. Calls are
 * carried out one after the other, in the order in which they came. A process that was lost is replaced at the next call,
 * unless {@link CrashHistory} advises against it. Thread-safe.
 */
final class Owner {
    private record Key(String backend, HostCommand command) {}

    private static final Map<Key, Owner> OWNERS = new HashMap<>();

    /** What is done with a running host. */
    interface Call<T> {
        T with(HostConnection connection) throws HostLostException;
    }

    private final String name;
    private final Place place;
    private final HostCommand command;
    private final @Nullable BackendProvider provider;
    private final CrashHistory history = new CrashHistory(System::nanoTime);
    private final ReentrantLock calls = new ReentrantLock(true);
    private volatile @Nullable HostConnection connection;
    private int users;

    private Owner(String name, Place place, HostCommand command, @Nullable BackendProvider provider) {
        this.name = name;
        this.place = place;
        this.command = command;
        this.provider = provider;
    }

    /**
     * The owner, with one more user, who must {@link #release} it. Its history outlives its users.
     *
     * @param name of the backend in messages
     * @param backend its name there
     * @param place for descriptions; the command is what leads there
     * @param provider of the same backend here, if there is one
     */
    static Owner of(String name, String backend, Place place, HostCommand command, @Nullable BackendProvider provider) {
        synchronized (OWNERS) {
            var owner =
                    OWNERS.computeIfAbsent(new Key(backend, command), k -> new Owner(name, place, command, provider));
            owner.users++;
            return owner;
        }
    }

    /** One user less; with the last one the process ends. */
    void release() {
        calls.lock();
        try {
            synchronized (OWNERS) {
                users--;
                if (users > 0) {
                    return;
                }
            }
            var current = connection;
            connection = null;
            if (current != null) {
                current.close();
            }
        } finally {
            calls.unlock();
        }
    }

    /** {@code isolated (pid 4711)}, {@code isolated (remote pid 812)}; without a number while no process runs. */
    String describe() {
        var current = connection;
        var pid = place instanceof Place.OwnProcess ? "pid " : "remote pid ";
        return "isolated (" + (current == null ? "not running" : pid + current.hostPid()) + ")";
    }

    /** Whether the process that was current then is still the current one. */
    boolean isCurrent(@Nullable HostConnection then) {
        return then != null && then == connection && then.isUsable();
    }

    /** Tells that a run has ended as it should. */
    void succeeded() {
        history.succeeded();
    }

    /**
     * Does something with the running host, started if need be.
     *
     * @param monitor ends waiting for others, and for the start
     * @throws BackendCrashedException if the host is lost
     * @throws BackendTimeoutException if it did not answer in time
     * @throws BackendUnavailableException if it cannot be started or keeps crashing
     */
    <T> T call(Limits limits, RunMonitor monitor, Call<T> call) {
        lock(monitor);
        try {
            var current = live(limits, monitor);
            try {
                return call.with(current);
            } catch (HostLostException e) {
                connection = null;
                throw lost(e, current.hasGraphs(), limits);
            } catch (HostConnection.FailedAnswer e) {
                throw e.failure().toException(name);
            }
        } finally {
            calls.unlock();
        }
    }

    /** Like {@link #call}, but does nothing if the process is no more. Never fails: what it would end has ended. */
    void callIfCurrent(@Nullable HostConnection then, Call<?> call) {
        calls.lock();
        try {
            if (then == null || !isCurrent(then)) {
                return;
            }
            call.with(then);
        } catch (HostLostException | HostConnection.FailedAnswer e) {
            // Closing in a host that breaks meanwhile, or has closed already: gone either way.
            if (e instanceof HostLostException) {
                connection = null;
            }
        } finally {
            calls.unlock();
        }
    }

    private void lock(RunMonitor monitor) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (calls.tryLock(10, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true; // Said again below; the deadline is what ends the wait.
                }
                monitor.checkpoint();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private HostConnection live(Limits limits, RunMonitor monitor) {
        var current = connection;
        if (current != null && current.isUsable()) {
            return current;
        }
        if (current != null) {
            connection = null;
            if (current.isKept()) { // It ended between two calls, and nobody has counted that.
                current.end();
                history.crashed("process " + current.pid() + " ended between two calls", limits.crashes());
            }
        }
        var refusal = history.refusal(limits.crashes());
        if (refusal.isPresent()) {
            throw new BackendUnavailableException(name, refusal.get());
        }
        try {
            current = HostConnection.start(command, name, limits.start(), monitor);
        } catch (HostLostException e) {
            history.crashed(e.what() + " (" + e.ending() + ")", limits.crashes());
            throw new BackendUnavailableException(
                    name,
                    "its host '" + shortened(command.toString()) + "' did not start: " + e.what() + " (" + e.ending()
                            + ")" + meaning(e).map(m -> "; " + m).orElse("")
                            + (e.ending().lastLines().isEmpty()
                                    ? ""
                                    : "; its log ends with\n  | "
                                            + String.join("\n  | ", e.ending().lastLines())));
        }
        connection = current;
        return current;
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 40) + " ... " + text.substring(text.length() - 75);
    }

    private RuntimeException lost(HostLostException e, boolean graphs, Limits limits) {
        var what = e.what();
        var ending = e.ending();
        var said = what.equals(HostConnection.CLOSED) ? ending.toString() : "process " + ending.pid() + " " + what;
        boolean pause = history.crashed(said, limits.crashes());
        if (e.isOverdue()) {
            return new BackendTimeoutException(
                    name,
                    said + " and was ended"
                            + (ending.exitCode() < 0 ? "; " + ending.lastLines().getLast() : "")
                            + "; the next call starts another one");
        }
        var advice = pause ? Advice.DO_NOT_RETRY : graphs ? Advice.REBUILD : Advice.RETRY;
        return new BackendCrashedException(
                name,
                said
                        + meaning(e).map(m -> "; " + m).orElse("")
                        + switch (advice) {
                            case RETRY -> "; the call can be repeated";
                            case REBUILD -> "; the next call starts another one and compiles again";
                            case DO_NOT_RETRY -> "; it crashed repeatedly, and the next attempts have to wait";
                        },
                advice,
                ending.lastLines());
    }

    private Optional<String> meaning(HostLostException e) {
        if (provider == null) {
            return Optional.empty();
        }
        return provider.explainCrash(e.ending().code(), e.ending().lastLines());
    }
}
