package dev.touchstone.runtime.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Serves backends over a pair of streams until the client closes its end. Requests are carried out one after the other
 * on a thread of their own, while the calling thread reads, so that the end of the client is noticed whatever native
 * code is doing.
 */
public final class HostServer {
    private final FrameInput in;
    private final FrameOutput out;
    private final HostedBackends backends;
    private final BlockingQueue<Frame> requests = new ArrayBlockingQueue<>(16);

    private HostServer(InputStream in, OutputStream out, ProviderFinder finder) {
        this.in = new FrameInput(in);
        this.out = new FrameOutput(out);
        this.backends = new HostedBackends(finder, this.out, requests::take);
    }

    /**
     * Takes the process's standard streams and serves until the end, which is also that of the process: native code may
     * hang, and nothing else ends it.
     *
     * @param finder where backends come from
     */
    public static void serveThisProcess(ProviderFinder finder) {
        int code = 0;
        try {
            new HostServer(System.in, StandardOutput.take(), finder).serve();
        } catch (IOException | ProtocolException e) {
            System.err.println("touchstone host: " + e.getMessage());
            code = 3;
        }
        Runtime.getRuntime().halt(code);
    }

    /** Serves until the client closes its end. */
    private void serve() throws IOException {
        Thread.ofPlatform().name("touchstone-host-worker").daemon().start(this::work);
        out.greet();
        out.send(FrameType.HELLO, RecordCodec.message(Messages.Hello.ofThisProcess()));
        for (var frame = in.read(); frame != null; frame = in.read()) {
            if (frame.type() == FrameType.CANCEL) {
                backends.cancel();
            } else if (!offer(frame)) {
                return;
            }
        }
    }

    private boolean offer(Frame frame) {
        try {
            requests.put(frame);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void work() {
        try {
            while (true) {
                carryOut(requests.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("touchstone host: the client is gone: " + e.getMessage());
            Runtime.getRuntime().halt(3);
        }
    }

    private void carryOut(Frame request) throws IOException {
        try {
            backends.carryOut(request);
        } catch (RuntimeException | Error e) { // Everything a backend can throw becomes an answer.
            var failure = Failure.of(e);
            out.send(FrameType.FAILED, RecordCodec.message(failure));
            if (failure.isLost()) {
                Runtime.getRuntime().halt(4);
            }
        }
    }
}
