package dev.touchstone.runtime.isolation;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A running host and the conversation with it. For one thread at a time. */
final class HostConnection {
    /** How often a waiting call asks whether it must end. */
    private static final long CHECK_MILLIS = 5;

    /** A request of a few bytes fits into the pipe, unless nobody reads at all. */
    private static final Duration SMALL = Duration.ofSeconds(10);

    /** What a backend that reports its nodes gets to end a run by itself. */
    private static final Duration GRACE = Duration.ofMillis(250);

    /** What is wrong with a host that simply ended. */
    static final String CLOSED = "closed its output";

    private record Arrival(@Nullable Frame frame, String problem) {}

    private final HostProcess process;
    private final FrameOutput out;
    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(64);
    private final Constants.Sent constants = new Constants.Sent();
    private final boolean sameMachine;
    private Messages.Hello hello = new Messages.Hello(0, "", 0, "");
    private volatile boolean usable = true;
    private int graphs;

    private HostConnection(HostProcess process, boolean sameMachine) {
        this.process = process;
        this.out = new FrameOutput(process.output());
        this.sameMachine = sameMachine;
        process.onOutput(this::read);
    }

    /**
     * Starts a host and waits for its greeting.
     *
     * @throws BackendUnavailableException if it speaks another protocol
     * @throws HostLostException if it does not come so far
     */
    static HostConnection start(HostCommand command, String backend, Duration limit, RunMonitor monitor)
            throws HostLostException {
        var connection = new HostConnection(HostProcess.start(command, backend), command.sameMachine());
        try {
            connection.hello = connection.awaitHello(command, backend, limit, monitor);
            return connection;
        } catch (RuntimeException e) {
            connection.end();
            throw e;
        }
    }

    private Messages.Hello awaitHello(HostCommand command, String backend, Duration limit, RunMonitor monitor)
            throws HostLostException {
        var frame = await("start", limit, monitor);
        if (frame.type() != FrameType.HELLO || frame.payload().length < Integer.BYTES) {
            throw lost("began with a " + frame.type() + " frame", false);
        }
        int protocol = frame.reader().i32();
        if (protocol != Messages.PROTOCOL) {
            throw new BackendUnavailableException(
                    backend,
                    "'" + command + "' speaks version " + protocol + " of the protocol, this program version "
                            + Messages.PROTOCOL + "; install the same Touchstone on both sides");
        }
        var answer = parsed(() -> RecordCodec.message(frame, Messages.Hello.class));
        var order = Messages.Hello.ofThisProcess().byteOrder();
        if (!answer.byteOrder().equals(order)) {
            throw new BackendUnavailableException(
                    backend,
                    "'" + command + "' runs on a machine whose numbers are " + answer.byteOrder() + ", here they are "
                            + order + "; both sides must be the same");
        }
        return answer;
    }

    /** Reads all frames on a thread of its own, so that a waiting call can end without an answer. */
    private void read(FrameInput in) {
        var problem = CLOSED;
        try {
            process.log().append(in.awaitGreeting());
            for (var frame = in.read(); frame != null; frame = in.read()) {
                pass(new Arrival(frame, ""));
            }
        } catch (ProtocolException e) {
            problem = "does not keep the protocol: " + e.getMessage();
        } catch (EOFException e) {
            // What came instead of a greeting says more than its end does.
            process.log().append(e.getMessage() + "\n");
        } catch (IOException e) {
            problem = "cannot be read: " + e.getMessage();
        }
        pass(new Arrival(null, problem));
    }

    /** Hands over what has arrived; drops it when nobody wants it any more. */
    private void pass(Arrival arrival) {
        try {
            while (!arrivals.offer(arrival, CHECK_MILLIS, TimeUnit.MILLISECONDS) && usable) {
                // A flood of frames that nobody reads yet must not fill the memory.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process on this machine. */
    long pid() {
        return process.pid();
    }

    /** The host on its machine. */
    long hostPid() {
        return hello.pid();
    }

    boolean isSameMachine() {
        return sameMachine;
    }

    /** Whether this side has not given it up; whether the process lives is another question. */
    boolean isKept() {
        return usable;
    }

    /** Whether another request makes sense. */
    boolean isUsable() {
        return usable && process.isAlive();
    }

    /** One more compiled graph lives there, or, with -1, one less. */
    void countGraph(int change) {
        graphs += change;
    }

    /** Whether compiled graphs are lost with it. */
    boolean hasGraphs() {
        return graphs > 0;
    }

    /** A request begins that may refer to constants. */
    Constants.Sent constants() {
        constants.begin();
        return constants;
    }

    /** Sends a small request. */
    void send(FrameType type, WireWriter message) throws HostLostException {
        send(type, message, List.of(), SMALL);
    }

    /** Sends a request, and the elements of tensors behind it. A host that does not take them in time is ended. */
    void send(FrameType type, WireWriter message, List<Tensor> elements, Duration limit) throws HostLostException {
        var guard = new CompletableFuture<@Nullable Void>();
        var overdue = new AtomicBoolean();
        var _ = guard.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).whenComplete((_, late) -> {
            if (late != null) {
                overdue.set(true);
                process.kill();
            }
        });
        try {
            out.send(type, message);
            TensorStream.send(out, elements);
        } catch (IOException e) {
            throw overdue.get() ? lost("did not take a request within " + seconds(limit), true) : lost(CLOSED, false);
        } finally {
            guard.complete(null);
        }
    }

    /** Told about each node that the host reports. */
    interface NodeListener {
        void node(int number, boolean begins);
    }

    /** Waits for the answer to a request that reports no nodes. */
    Frame await(String what, Duration limit, RunMonitor monitor) throws HostLostException {
        return await(what, limit, monitor, (_, _) -> {
            throw new ProtocolException("reports nodes of what does not run");
        });
    }

    /**
     * Waits for the answer to a request. If the monitor ends the wait, the process is ended, unless the backend reports
     * its nodes and ends the run itself when asked.
     *
     * @param what the request, for messages
     * @return a DONE frame
     * @throws RuntimeException what the host or the monitor threw
     */
    Frame await(String what, Duration limit, RunMonitor monitor, NodeListener atNode) throws HostLostException {
        long end = System.nanoTime() + limit.toNanos();
        boolean reports = false;
        while (true) {
            try {
                var arrival = arrivals.poll(CHECK_MILLIS, TimeUnit.MILLISECONDS);
                if (arrival == null) {
                    monitor.checkpoint();
                } else if (arrival.frame() != null && arrival.frame().type() == FrameType.NODE) {
                    reports = true;
                    var in = arrival.frame().reader();
                    atNode.node(parsed(in::i32), parsed(in::bool));
                } else {
                    return answer(arrival);
                }
            } catch (ProtocolException e) {
                throw lost("does not keep the protocol: " + e.getMessage(), false);
            } catch (FailedAnswer e) {
                throw e;
            } catch (RuntimeException e) {
                abandon(reports);
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end();
                throw new RunCancelledException("the waiting thread was interrupted; " + what
                        + " was given up and its process " + process.pid() + " ended");
            }
            if (System.nanoTime() - end > 0) {
                throw lost("did not answer to " + what + " within " + seconds(limit), true);
            }
        }
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private Frame answer(Arrival arrival) throws HostLostException {
        var frame = arrival.frame();
        if (frame == null) {
            throw lost(arrival.problem(), false);
        }
        if (frame.type() != FrameType.FAILED) {
            return frame;
        }
        var failure = parsed(() -> RecordCodec.message(frame, Failure.class));
        if (failure.isLost()) {
            throw lost("gave up: " + failure.text(), false);
        }
        throw new FailedAnswer(failure);
    }

    /** What the host answered, as an exception until the caller's name for the backend is known. */
    static final class FailedAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        FailedAnswer(Failure failure) {
            super(failure.text(), null, false, false);
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }

    /** Takes elements from the DATA frames that come next. */
    void receive(List<Tensor> tensors, Duration limit) throws HostLostException {
        try {
            TensorStream.receive(
                    () -> {
                        try {
                            return await("send its outputs", limit, RunMonitor.NONE);
                        } catch (HostLostException e) {
                            throw new IOException(e);
                        }
                    },
                    tensors);
        } catch (IOException e) {
            throw e.getCause() instanceof HostLostException lost ? lost : lost("cannot be read", false);
        } catch (ProtocolException e) {
            throw lost("does not keep the protocol: " + e.getMessage(), false);
        }
    }

    /** What a parser of an answer makes; its fault is the end of the conversation. */
    <T> T parsed(Supplier<T> parser) throws HostLostException {
        try {
            return parser.get();
        } catch (ProtocolException e) {
            throw lost("does not keep the protocol: " + e.getMessage(), false);
        }
    }

    private void abandon(boolean reports) throws HostLostException {
        if (!usable) {
            return;
        }
        if (reports) {
            send(FrameType.CANCEL, new WireWriter(), List.of(), GRACE);
            long end = System.nanoTime() + GRACE.toNanos();
            try {
                while (System.nanoTime() - end < 0) {
                    var arrival = arrivals.poll(CHECK_MILLIS, TimeUnit.MILLISECONDS);
                    if (arrival != null
                            && arrival.frame() != null
                            && arrival.frame().type() == FrameType.FAILED) {
                        return; // The run is over and the host at our service again.
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        end();
    }

    /** The conversation is over; ends the process and says how it was. */
    private HostLostException lost(String what, boolean overdue) {
        usable = false;
        // One that only closed its output is about to end; how it does says what happened.
        var ending = overdue || !what.equals(CLOSED) ? process.kill() : process.awaitEnd();
        return new HostLostException(what, ending, overdue);
    }

    /** Ends the process without a word. */
    void end() {
        usable = false;
        process.kill();
    }

    /** Closes the host's input, which ends it, and waits; ends it by force if that takes long. */
    void close() {
        usable = false;
        process.close();
    }
}
