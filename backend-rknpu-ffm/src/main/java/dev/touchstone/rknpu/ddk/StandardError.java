package dev.touchstone.rknpu.ddk;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * The process's standard error stream, which native code writes to behind Java's back. What is written meanwhile still
 * goes out at once: should the process die, the lines are there.
 */
public final class StandardError {
    private static final int DESCRIPTOR = 2;
    private static final int BUFFER = 4096;
    private static final int MOST = 1 << 20;

    private static final MethodHandle PIPE =
            link("pipe", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    private static final MethodHandle DUP =
            link("dup", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle DUP2 =
            link("dup2", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            link("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final ValueLayout SIZE = Words.SIZE == 8 ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
    private static final FunctionDescriptor TRANSFER =
            FunctionDescriptor.of(SIZE, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, SIZE);
    private static final MethodHandle READ = link("read", TRANSFER);
    private static final MethodHandle WRITE = link("write", TRANSFER);

    private StandardError() {}

    /** What a call returned, and what was written while it ran. */
    public record Captured(int code, String text) {}

    /**
     * Runs native code. At most one thread at a time.
     *
     * @throws IllegalStateException if the process may open no more files
     */
    public static synchronized Captured during(IntSupplier call) {
        int original = invoke(DUP, DESCRIPTOR);
        var ends = pipe();
        var text = new ByteArrayOutputStream();
        // Tells the pump that nothing follows. The end of the stream would not: a child process may hold it open.
        byte[] marker = ("\0" + UUID.randomUUID() + "\0").getBytes(StandardCharsets.US_ASCII);
        var pump =
                Thread.ofPlatform().daemon().name("rknpu-log").unstarted(() -> pump(ends[0], original, marker, text));
        require(invoke(DUP2, ends[1], DESCRIPTOR));
        pump.start();
        int code;
        try {
            code = call.getAsInt();
        } finally {
            write(ends[1], marker, marker.length);
            require(invoke(DUP2, original, DESCRIPTOR));
            join(pump);
            invoke(CLOSE, ends[1]);
            invoke(CLOSE, ends[0]);
            invoke(CLOSE, original);
        }
        return new Captured(code, text.toString(StandardCharsets.UTF_8));
    }

    private static void pump(int source, int target, byte[] marker, ByteArrayOutputStream text) {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(BUFFER);
            // A marker may arrive in two pieces: as many bytes as it has are held back.
            var held = new ByteArrayOutputStream();
            while (true) {
                int n = transfer(READ, source, buffer, BUFFER);
                if (n <= 0) {
                    return;
                }
                held.write(buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE), 0, n);
                byte[] bytes = held.toByteArray();
                int end = bytes.length - marker.length;
                boolean done = end >= 0 && Arrays.equals(bytes, end, bytes.length, marker, 0, marker.length);
                int ready = done ? end : partial(bytes, marker[0]);
                write(target, bytes, ready);
                if (text.size() < MOST) {
                    text.write(bytes, 0, ready);
                }
                if (done) {
                    return;
                }
                held.reset();
                held.write(bytes, ready, bytes.length - ready);
            }
        }
    }

    /** How many bytes stand before what may be the start of a marker. */
    private static int partial(byte[] bytes, byte first) {
        int from = Math.max(0, bytes.length - 64);
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == first) {
                return i;
            }
        }
        return bytes.length;
    }

    private static void join(Thread pump) {
        boolean interrupted = false;
        while (true) {
            try {
                pump.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(int descriptor, byte[] bytes, int length) {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(Math.max(length, 1));
            MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, length);
            int done = 0;
            while (done < length) {
                int n = transfer(WRITE, descriptor, buffer.asSlice(done), length - done);
                if (n <= 0) {
                    return;
                }
                done += n;
            }
        }
    }

    private static int[] pipe() {
        try (var arena = Arena.ofConfined()) {
            var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            require((int) PIPE.invokeExact(ends));
            return ends.toArray(ValueLayout.JAVA_INT);
        } catch (IllegalStateException e) {
            throw e;
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    private static int transfer(MethodHandle function, int descriptor, MemorySegment buffer, int length) {
        try {
            return Words.SIZE == 8
                    ? (int) (long) function.invokeExact(descriptor, buffer, (long) length)
                    : (int) function.invokeExact(descriptor, buffer, length);
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    private static int invoke(MethodHandle function, int descriptor) {
        try {
            return (int) function.invokeExact(descriptor);
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    private static int invoke(MethodHandle function, int from, int to) {
        try {
            return (int) function.invokeExact(from, to);
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new IllegalStateException(
                    "the standard error stream cannot be redirected; the process may open no more" + " files");
        }
    }

    private static MethodHandle link(String name, FunctionDescriptor descriptor) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
