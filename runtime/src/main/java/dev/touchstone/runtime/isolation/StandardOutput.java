package dev.touchstone.runtime.isolation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * Where the process's standard output led when it began. Taking it turns file descriptor 1 into a second standard error,
 * also for native code, so that whatever libraries print cannot get between the frames. Works alike for pipes, sockets
 * and terminals, so that it does not matter how a shell or an ssh server made the stream.
 */
final class StandardOutput extends OutputStream {
    private static final int CHUNK = 1 << 16;
    private static final int EINTR = 4;
    private static final String ERRNO = "errno";

    private final int descriptor;
    private final MethodHandle write;
    private final VarHandle errno =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement(ERRNO));
    private final MemorySegment state;
    private final MemorySegment chunk;

    private StandardOutput(int descriptor, MethodHandle write) {
        this.descriptor = descriptor;
        this.write = write;
        this.state = Arena.global().allocate(Linker.Option.captureStateLayout());
        this.chunk = Arena.global().allocate(CHUNK);
    }

    /**
     * Takes the standard output away from everybody else. Once in a process, before any native library is loaded.
     *
     * @throws IOException if the system refuses
     */
    static OutputStream take() throws IOException {
        System.out.flush();
        var linker = Linker.nativeLinker();
        var intToInt = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        var dup = linker.downcallHandle(linker.defaultLookup().findOrThrow("dup"), intToInt);
        var dup2 = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dup2"), intToInt.appendArgumentLayouts(ValueLayout.JAVA_INT));
        int copy = (int) call(dup, 1);
        if (copy < 0 || (int) call(dup2, 2, 1) < 0) {
            throw new IOException("standard output cannot be moved away");
        }
        System.setOut(new PrintStream(System.err, true));
        var size = linker.canonicalLayouts().get("size_t");
        var write = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("write"),
                FunctionDescriptor.of(size, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, size),
                Linker.Option.captureCallState(ERRNO));
        return new StandardOutput(
                copy,
                MethodHandles.explicitCastArguments(
                        write,
                        MethodType.methodType(
                                long.class, MemorySegment.class, int.class, MemorySegment.class, long.class)));
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("a system call could not be made", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int part = Math.min(CHUNK, length - done);
            MemorySegment.copy(bytes, offset + done, chunk, ValueLayout.JAVA_BYTE, 0, part);
            writeChunk(part);
            done += part;
        }
    }

    private void writeChunk(int length) throws IOException {
        for (long done = 0; done < length; ) {
            long written;
            try {
                written = (long) write.invokeExact(state, descriptor, chunk.asSlice(done), length - done);
            } catch (Throwable e) {
                throw new IllegalStateException("a system call could not be made", e);
            }
            int error = (int) errno.get(state, 0L);
            if (written < 0 && error != EINTR) {
                throw new IOException("standard output was closed (errno " + error + ")");
            }
            done += Math.max(0, written);
        }
    }
}
