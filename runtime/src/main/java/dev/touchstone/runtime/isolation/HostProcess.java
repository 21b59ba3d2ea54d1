package dev.touchstone.runtime.isolation;

import dev.touchstone.BackendUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process that hosts backends: its streams, the threads that empty them, its end. Thread-safe. */
final class HostProcess {
    /** After its output has ended, a process ends by itself or not at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Process process;
    private final LogTail log = new LogTail();
    private final Thread logReader;
    private @Nullable Thread outputReader;

    private HostProcess(Process process) {
        this.process = process;
        this.logReader = Thread.ofPlatform()
                .name("touchstone-host-log-" + process.pid())
                .daemon()
                .start(this::readLog);
    }

    /**
     * Starts it.
     *
     * @throws BackendUnavailableException if the command cannot be run
     */
    static HostProcess start(HostCommand command, String backend) {
        try {
            return new HostProcess(new ProcessBuilder(command.words()).start());
        } catch (IOException e) {
            throw new BackendUnavailableException(
                    backend,
                    "its process cannot be started: " + e.getMessage() + "; check that '"
                            + command.words().getFirst() + "' is installed",
                    e);
        }
    }

    /**
     * Reads until everybody who has the stream is gone, which may be after the process: a program that copies what it
     * wrote passes the last lines on. When a process ends, the platform takes what has arrived until then and closes
     * the stream; it does so as the owner of the stream's monitor, which is kept from it until the end.
     */
    private void readLog() {
        var bytes = new byte[1 << 13];
        try (var in = process.getErrorStream()) {
            synchronized (in) {
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    log.append(bytes, n);
                }
            }
        } catch (IOException e) {
            log.append("(the log cannot be read any further: " + e.getMessage() + ")\n");
        }
    }

    /** Reads its output on a thread of its own until the end. Once. */
    void onOutput(Consumer<FrameInput> reader) {
        outputReader = Thread.ofPlatform()
                .name("touchstone-host-output-" + process.pid())
                .daemon()
                .start(() -> {
                    try (InputStream in = process.getInputStream()) {
                        reader.accept(new FrameInput(in));
                    } catch (IOException e) {
                        log.append("(closing its output failed: " + e.getMessage() + ")\n");
                    }
                });
    }

    OutputStream output() {
        return process.getOutputStream();
    }

    LogTail log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for a process that is about to end, ends it if it does not, and says how it was. */
    Ending awaitEnd() {
        return end(PATIENCE, false);
    }

    /** Ends the process and says how it was. */
    Ending kill() {
        boolean ours = process.isAlive();
        // By its handle, which leaves the streams open: what it wrote before is still to be read.
        process.toHandle().destroyForcibly();
        return end(Duration.ZERO, ours);
    }

    /** Lets the process end by closing its input. */
    void close() {
        closeInput();
        end(PATIENCE, false);
    }

    private Ending end(Duration patience, boolean killed) {
        closeInput();
        boolean ended = waitFor(patience);
        boolean forced = killed || !ended;
        if (!ended) {
            process.destroyForcibly();
            ended = waitFor(PATIENCE);
        }
        if (!ended) {
            log.append(stuck());
            return new Ending(process.pid(), -1, true, "", log.lines());
        }
        join(logReader);
        join(outputReader);
        return new Ending(process.pid(), process.exitValue(), forced, log.signal(), log.lines());
    }

    private boolean waitFor(Duration patience) {
        boolean interrupted = false;
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // The process ends first: nobody else would see to it.
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void join(@Nullable Thread thread) {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            // A grandchild may hold the stream open; the thread ends with it.
            if (!thread.join(PATIENCE)) {
                log.append("(another process still holds its streams)\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Unsent bytes of a process that is gone.
        }
    }

    /** Why a killed process is still there. */
    private String stuck() {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'D'
                    ? "process " + process.pid() + " cannot be ended: it waits in a kernel driver (state D);"
                            + " restart the machine\n"
                    : "process " + process.pid() + " does not end (state " + state + ")\n";
        } catch (IOException | RuntimeException e) {
            return "process " + process.pid() + " does not end\n";
        }
    }
}
