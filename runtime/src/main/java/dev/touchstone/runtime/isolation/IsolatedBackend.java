package dev.touchstone.runtime.isolation;

import dev.touchstone.BackendException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * A backend in another process, which crashes, hangs and talks without harm to this one: each becomes a
 * {@link dev.touchstone.BackendCrashedException} or a {@link dev.touchstone.BackendTimeoutException} of the call. The
 * next call starts another process and brings it to where the lost one was. Thread-safe; calls are carried out one after
 * the other.
 */
public final class IsolatedBackend implements Backend {
    private final String name;
    private final Owner owner;
    private final BackendOptions options;
    private final Limits limits;
    private @Nullable HostConnection openedIn;
    private int number;
    private volatile NumericProfile profile = NumericProfile.REFERENCE;
    private boolean closed;

    IsolatedBackend(String name, Owner owner, BackendOptions options) {
        this.name = name;
        this.owner = owner;
        this.options = options;
        this.limits = limits(name, options);
        owner.call(limits, RunMonitor.NONE, c -> open(c, RunMonitor.NONE));
    }

    private static Limits limits(String name, BackendOptions options) {
        try {
            return Limits.of(options.settings());
        } catch (IllegalArgumentException e) {
            throw new BackendException(name, String.valueOf(e.getMessage()), e);
        }
    }

    /** Its number in this process, where it is opened first if need be. Within an owner's call. */
    private int open(HostConnection connection, RunMonitor monitor) throws HostLostException {
        if (openedIn != connection) {
            connection.send(FrameType.OPEN, RecordCodec.message(Messages.Open.of(name, options)));
            var answer = connection.await("open", limits.answer(), monitor);
            var opened = connection.parsed(() -> RecordCodec.message(answer, Messages.Opened.class));
            number = opened.backend();
            profile = opened.profile();
            openedIn = connection;
        }
        return number;
    }

    /** Where it runs: {@code isolated (pid 4711)}. */
    @Override
    public String place() {
        return owner.describe();
    }

    @Override
    public NumericProfile profile() {
        return profile;
    }

    /** Only nodes that a graph can hold are asked about over there: the protocol has no words for others. */
    @Override
    public Support supports(Node node) {
        return Support.ofInvalid(node).orElseGet(() -> ask(node));
    }

    private Support ask(Node node) {
        return owner.call(limits, RunMonitor.NONE, connection -> {
            int backend = open(connection, RunMonitor.NONE);
            var constants = connection.constants();
            var request = new WireWriter().i32(backend);
            GraphCodec.write(request, node, constants);
            connection.send(FrameType.SUPPORTS, request, constants.fresh(), limits.answer());
            Support support;
            try {
                var answer = connection.await("supports", limits.answer(), RunMonitor.NONE);
                support = connection.parsed(() -> {
                    var in = answer.reader();
                    var read = RecordCodec.read(in, Support.class);
                    in.end();
                    return read;
                });
            } catch (HostConnection.FailedAnswer e) {
                constants.forgetFresh();
                throw e;
            }
            if (support instanceof Support.Unsupported) {
                constants.forgetFresh();
            }
            return support;
        });
    }

    @Override
    public CompiledGraph compile(Graph graph) {
        var compiled = new IsolatedGraph(this, owner, limits, graph);
        compiled.compile();
        return compiled;
    }

    /** Its number, for a graph that is compiled anew. Within an owner's call. */
    int numberIn(HostConnection connection, RunMonitor monitor) throws HostLostException {
        return open(connection, monitor);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        owner.callIfCurrent(openedIn, connection -> {
            connection.send(FrameType.CLOSE_BACKEND, new WireWriter().i32(number));
            return connection.await("close", limits.answer(), RunMonitor.NONE);
        });
        owner.release();
    }

    /** {@code backend rknpu, isolated (pid 4711)}. */
    @Override
    public String toString() {
        return "backend " + name + ", " + place();
    }
}
