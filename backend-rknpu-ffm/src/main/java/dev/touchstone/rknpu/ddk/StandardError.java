package dev.touchstone.rknpu.ddk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * The process's standard error stream, which native code writes to behind Java's back. What is written goes out at once,
 * copied by the program {@code tee}: a process of its own, because the lines that say why a driver has ended this one are
 * the last that it wrote.
 */
public final class StandardError {
    private static final int OUTPUT = 1;
    private static final int ERROR = 2;
    private static final int MOST = 1 << 20;

    /** A process that the library started may hold the stream open; the copies end with it, and nobody waits for that. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private StandardError() {}

    /** What a call returned, and what was written while it ran. */
    public record Captured(int code, String text) {}

    /**
     * Runs native code. At most one thread at a time.
     *
     * @throws IllegalStateException if what it writes cannot be captured
     */
    public static synchronized Captured during(IntSupplier call) {
        int copy = openUnnamedFile();
        int original = require(Posix.duplicate(ERROR));
        var pipe = Posix.pipe();
        require(pipe.readEnd());
        int tee = require(Posix.spawn(
                List.of("tee", "-i", "-a", "/proc/self/fd/" + copy),
                Map.of(0, pipe.readEnd(), 1, original, 2, original),
                pipe.writeEnd()));
        Posix.close(pipe.readEnd());
        // Where both are one stream, as in the process of a backend, they stay one: the virtual machine reports a crash
        // on
        // the other, and its report must not overtake the lines that say why.
        boolean one = target(OUTPUT).equals(target(ERROR));
        redirect(pipe.writeEnd(), one);
        Posix.close(pipe.writeEnd());
        try {
            int code;
            try {
                code = call.getAsInt();
            } finally {
                redirect(original, one);
                awaitCopy(tee);
            }
            return new Captured(code, read(copy));
        } finally {
            Posix.close(original);
            Posix.close(copy);
        }
    }

    private static void redirect(int target, boolean outputToo) {
        require(Posix.redirect(ERROR, target));
        if (outputToo) {
            require(Posix.redirect(OUTPUT, target));
        }
    }

    private static String target(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
        } catch (IOException e) {
            return "descriptor " + descriptor; // Closed, or no /proc: nobody's stream.
        }
    }

    private static int openUnnamedFile() {
        try {
            var file = Files.createTempFile("touchstone-", ".log");
            int descriptor = Posix.open(file.toString());
            Files.delete(file);
            return require(descriptor);
        } catch (IOException e) {
            throw new UncheckedIOException("the library's messages cannot be captured", e);
        }
    }

    private static void awaitCopy(int tee) {
        var succeeds = new AtomicBoolean(true);
        var waiter = Thread.ofPlatform().daemon().name("rknpu-log").start(() -> succeeds.set(Posix.succeeds(tee)));
        join(waiter);
        if (!succeeds.get()) {
            throw new IllegalStateException(
                    "the program tee, which copies the library's messages, failed; it has to be on the path");
        }
    }

    private static void join(Thread waiter) {
        try {
            waiter.join(PATIENCE);
        } catch (InterruptedException e) {
            join(waiter);
            Thread.currentThread().interrupt();
        }
    }

    private static String read(int descriptor) {
        try (var in = Files.newInputStream(Path.of("/proc/self/fd/" + descriptor))) {
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the library's messages cannot be read", e);
        }
    }

    private static int require(int result) {
        if (result < 0) {
            throw new IllegalStateException(
                    "the library's messages cannot be captured; the process may open no more files"
                            + " or start no program (tee has to be on the path)");
        }
        return result;
    }
}
