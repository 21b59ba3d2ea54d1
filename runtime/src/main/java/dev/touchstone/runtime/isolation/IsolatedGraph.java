package dev.touchstone.runtime.isolation;

import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Signature;
import dev.touchstone.graph.Graph;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph that is compiled in another process. Keeps the graph itself, so that a process that was lost can be replaced.
 * Thread-safe.
 */
final class IsolatedGraph implements CompiledGraph {
    private final IsolatedBackend backend;
    private final Owner owner;
    private final Limits limits;
    private final Graph graph;
    private final Signature signature;
    private @Nullable HostConnection compiledIn;
    private @Nullable TensorBuffers buffers;
    private int number;
    private volatile boolean closed;

    IsolatedGraph(IsolatedBackend backend, Owner owner, Limits limits, Graph graph) {
        this.backend = backend;
        this.owner = owner;
        this.limits = limits;
        this.graph = graph;
        this.signature = Signature.of(graph);
    }

    void compile() {
        owner.call(limits, RunMonitor.NONE, c -> compile(c, RunMonitor.NONE));
    }

    /** Its number in this process, where it is compiled first if need be. Within an owner's call. */
    private int compile(HostConnection connection, RunMonitor monitor) throws HostLostException {
        if (compiledIn == connection) {
            return number;
        }
        int owningBackend = backend.numberIn(connection, monitor);
        closeBuffers();
        var file = connection.isSameMachine() ? newFile() : null;
        var constants = connection.constants();
        try {
            buffers = file == null ? null : map(file);
            var request = new WireWriter();
            RecordCodec.write(
                    request,
                    Messages.Compile.class,
                    new Messages.Compile(owningBackend, buffers == null ? "" : String.valueOf(file)));
            GraphCodec.write(request, graph, constants);
            connection.send(FrameType.COMPILE, request, constants.fresh(), limits.compile());
            var answer = connection.await("compile", limits.compile(), monitor);
            number = connection.parsed(() -> answer.reader().i32());
            compiledIn = connection;
            connection.countGraph(1);
            return number;
        } finally {
            constants.forgetUsed();
            if (compiledIn != connection) {
                closeBuffers();
            }
            delete(file);
        }
    }

    /** Null where no file can be made: then elements go through the pipe. */
    private static @Nullable Path newFile() {
        try {
            return TensorBuffers.newFile();
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable TensorBuffers map(Path file) {
        try {
            return TensorBuffers.create(file, graph);
        } catch (IOException e) {
            return null;
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // Its directory has gone meanwhile, and the file with it.
        }
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
        signature.require(inputs, outputs);
        owner.call(limits, monitor, connection -> {
            if (closed) {
                throw new IllegalStateException("graph " + graph.name() + " is closed");
            }
            int running = compile(connection, monitor);
            run(connection, running, inputs, outputs, monitor);
            owner.succeeded();
            return outputs;
        });
    }

    private void run(
            HostConnection connection, int running, List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor)
            throws HostLostException {
        var request = RecordCodec.message(new Messages.Run(running, !monitor.equals(RunMonitor.NONE)));
        var shared = buffers;
        if (shared == null) {
            connection.send(FrameType.RUN, request, inputs, limits.run());
        } else {
            copy(inputs, shared.inputs());
            connection.send(FrameType.RUN, request);
        }
        connection.await("run", limits.run(), monitor, (node, begins) -> {
            var nodes = graph.nodes();
            if (node < 0 || node >= nodes.size()) {
                throw new ProtocolException("reports node " + node + "; there are " + nodes.size());
            }
            if (begins) {
                monitor.before(nodes.get(node));
            } else {
                monitor.after(nodes.get(node));
            }
        });
        if (shared == null) {
            connection.receive(outputs, limits.run());
        } else {
            copy(shared.outputs(), outputs);
        }
    }

    private static void copy(List<Tensor> from, List<Tensor> to) {
        for (int i = 0; i < from.size(); i++) {
            to.get(i).segment().copyFrom(from.get(i).segment());
        }
    }

    private void closeBuffers() {
        if (buffers != null) {
            buffers.close();
            buffers = null;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        owner.callIfCurrent(compiledIn, connection -> {
            connection.countGraph(-1);
            connection.send(FrameType.CLOSE_GRAPH, new WireWriter().i32(number));
            return connection.await("close", limits.answer(), RunMonitor.NONE);
        });
        closeBuffers();
    }
}
