package dev.touchstone.runtime.isolation;

import dev.touchstone.RunCancelledException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The host's side of each request: the backends and compiled graphs of one client. For one thread, but for cancel. */
final class HostedBackends {
    private record Compiled(
            int backend,
            Graph graph,
            CompiledGraph compiled,
            @Nullable TensorBuffers buffers) {
        void close() {
            try {
                compiled.close();
            } finally {
                if (buffers != null) {
                    buffers.close();
                }
            }
        }
    }

    private final ProviderFinder finder;
    private final FrameOutput out;
    private final TensorStream.Source frames;
    private final Map<Integer, Backend> backends = new HashMap<>();
    private final Map<Integer, Compiled> graphs = new HashMap<>();
    private final Constants.Received constants =
            new Constants.Received(Runtime.getRuntime().maxMemory());
    private int next = 1;
    private volatile boolean cancelled;

    /**
     * Begins with nothing open.
     *
     * @param frames gives the next frame of the client
     */
    HostedBackends(ProviderFinder finder, FrameOutput out, Callable<Frame> frames) {
        this.finder = finder;
        this.out = out;
        this.frames = () -> {
            try {
                return frames.call();
            } catch (Exception e) { // The queue's: interrupted.
                throw new InterruptedIOException(e.toString());
            }
        };
    }

    /** Ends the run in progress at its next node; from any thread. */
    void cancel() {
        cancelled = true;
    }

    /**
     * Carries out a request and answers.
     *
     * @throws RuntimeException if the answer is that it failed
     */
    void carryOut(Frame request) throws IOException {
        switch (request.type()) {
            case OPEN -> open(RecordCodec.message(request, Messages.Open.class));
            case SUPPORTS -> supports(request.reader());
            case COMPILE -> compile(request.reader());
            case RUN -> run(RecordCodec.message(request, Messages.Run.class));
            case CLOSE_GRAPH -> closeGraph(request.reader());
            case CLOSE_BACKEND -> closeBackend(request.reader());
            case CANCEL, DATA, HELLO, DONE, FAILED, NODE ->
                throw new ProtocolException("found a " + request.type() + " frame; expected a request");
        }
    }

    private void done(WireWriter answer) throws IOException {
        out.send(FrameType.DONE, answer);
    }

    private void open(Messages.Open request) throws IOException {
        var options = request.options();
        var backend = finder.find(request.backend(), options).open(options);
        int number = next++;
        backends.put(number, backend);
        done(RecordCodec.message(new Messages.Opened(number, backend.profile())));
    }

    private Backend backend(WireReader in, int number) {
        var backend = backends.get(number);
        if (backend == null) {
            throw in.fault("backend " + number + " is not open");
        }
        return backend;
    }

    private void supports(WireReader in) throws IOException {
        constants.begin();
        var backend = backend(in, in.i32());
        var node = GraphCodec.readNode(in, constants);
        in.end();
        TensorStream.receive(frames, constants.fresh());
        Support answer;
        try {
            answer = backend.supports(node);
        } catch (RuntimeException e) {
            constants.forgetFresh();
            throw e;
        }
        if (answer instanceof Support.Unsupported) {
            constants.forgetFresh();
        }
        var message = new WireWriter();
        RecordCodec.write(message, Support.class, answer);
        done(message);
    }

    private void compile(WireReader in) throws IOException {
        constants.begin();
        var request = RecordCodec.read(in, Messages.Compile.class);
        int owner = request.backend();
        var backend = backend(in, owner);
        var file = request.buffers();
        var builder = GraphCodec.readGraph(in, constants);
        in.end();
        TensorStream.receive(frames, constants.fresh());
        TensorBuffers buffers = null;
        try {
            var graph = builder.build();
            buffers = file.isEmpty() ? null : map(file, graph);
            var compiled = new Compiled(owner, graph, backend.compile(graph), buffers);
            int number = next++;
            graphs.put(number, compiled);
            done(new WireWriter().i32(number));
        } catch (RuntimeException | IOException e) {
            if (buffers != null) {
                buffers.close();
            }
            throw e;
        } finally {
            constants.forgetUsed();
        }
    }

    private static TensorBuffers map(String file, Graph graph) {
        try {
            return TensorBuffers.open(Path.of(file), graph);
        } catch (IOException | InvalidPathException e) {
            throw new ProtocolException("buffers in " + file + " cannot be mapped: " + e);
        }
    }

    private void run(Messages.Run request) throws IOException {
        cancelled = false;
        var graph = graphs.get(request.graph());
        if (graph == null) {
            throw new ProtocolException("graph " + request.graph() + " is not compiled");
        }
        var buffers = graph.buffers();
        var inputs = buffers == null ? tensors(graph.graph().inputs()) : buffers.inputs();
        var outputs = buffers == null ? tensors(graph.graph().outputs()) : buffers.outputs();
        if (buffers == null) {
            TensorStream.receive(frames, inputs);
        }
        try {
            graph.compiled().run(inputs, outputs, request.watch() ? reporter(graph.graph()) : RunMonitor.NONE);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        done(new WireWriter());
        if (buffers == null) {
            TensorStream.send(out, outputs);
        }
    }

    private static List<Tensor> tensors(List<Value> values) {
        return values.stream().map(v -> Tensor.allocate(v.type())).toList();
    }

    /** Tells the client about each node, and ends the run when the client wants it. */
    private RunMonitor reporter(Graph graph) {
        var numbers = new HashMap<String, Integer>();
        graph.nodes().forEach(n -> numbers.put(n.name(), numbers.size()));
        return new RunMonitor() {
            @Override
            public void before(Node node) {
                checkpoint();
                report(node, true);
            }

            @Override
            public void after(Node node) {
                report(node, false);
            }

            @Override
            public void checkpoint() {
                if (cancelled) {
                    throw new RunCancelledException("the client ended the run");
                }
            }

            private void report(Node node, boolean begins) {
                var number = numbers.get(node.name());
                if (number == null) {
                    return; // A node that the backend made itself means nothing to the client.
                }
                try {
                    out.send(FrameType.NODE, new WireWriter().i32(number).bool(begins));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private void closeGraph(WireReader in) throws IOException {
        var graph = graphs.remove(in.i32());
        in.end();
        if (graph != null) {
            graph.close();
        }
        done(new WireWriter());
    }

    private void closeBackend(WireReader in) throws IOException {
        int number = in.i32();
        in.end();
        var left = graphs.entrySet().stream()
                .filter(e -> e.getValue().backend() == number)
                .map(Map.Entry::getKey)
                .toList();
        left.forEach(g -> Objects.requireNonNull(graphs.remove(g)).close());
        var backend = backends.remove(number);
        if (backend != null) {
            backend.close();
        }
        done(new WireWriter());
    }
}
