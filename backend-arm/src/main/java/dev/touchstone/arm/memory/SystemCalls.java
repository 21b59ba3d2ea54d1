package dev.touchstone.arm.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.touchstone.BackendException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The functions of the C library that this backend needs, on Linux. A failure is a {@link BackendException} with the
 * function's name and the error number.
 */
final class SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MMAP = handle(
            "mmap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP = handle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle MADVISE =
            handle("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MEMFD_CREATE =
            handle("memfd_create", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GETAUXVAL = handle("getauxval", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SCHED_SETAFFINITY =
            handle("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));

    private SystemCalls() {}

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        var address = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new BackendException("arm", "the C library has no function " + name));
        return LINKER.downcallHandle(address, descriptor, Linker.Option.captureCallState("errno"));
    }

    /** New pages, anonymous if {@code file} is -1. */
    static long mmap(long bytes, int protection, int flags, int file) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            long address = (long) MMAP.invokeExact(state, 0L, bytes, protection, flags, file, 0L);
            return checked("mmap of " + bytes + " bytes", address, state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void munmap(long address, long bytes) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            checked("munmap", (int) MUNMAP.invokeExact(state, address, bytes), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A hint: whether the kernel takes it does not matter. */
    static void madvise(long address, long bytes, int advice) {
        try (var arena = Arena.ofConfined()) {
            int _ = (int) MADVISE.invokeExact(arena.allocate(STATE), address, bytes, advice);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A file without a name, for {@link #write} and {@link #mmap}. */
    static int memfdCreate(String name, int flags) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            long text = arena.allocateFrom(name).address();
            return (int) checked("memfd_create", (int) MEMFD_CREATE.invokeExact(state, text, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Writes all of the bytes. */
    static void write(int file, byte[] bytes) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var copy = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, copy, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
            for (long done = 0; done < bytes.length; ) {
                done += checked(
                        "write",
                        (long) WRITE.invokeExact(state, file, copy.address() + done, bytes.length - done),
                        state);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void close(int file) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            checked("close", (int) CLOSE.invokeExact(state, file), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A value of the auxiliary vector; 0 if the kernel gave none. */
    static long getauxval(long type) {
        try (var arena = Arena.ofConfined()) {
            return (long) GETAUXVAL.invokeExact(arena.allocate(STATE), type);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Limits the calling thread to the processors whose bits are set. */
    static void schedSetaffinity(long[] mask) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var bits = arena.allocateFrom(JAVA_LONG, mask);
            checked(
                    "sched_setaffinity",
                    (int) SCHED_SETAFFINITY.invokeExact(state, 0, bits.byteSize(), bits.address()),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static long checked(String what, long result, MemorySegment state) {
        if (result == -1) {
            throw new BackendException("arm", what + " failed with error number " + (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof RuntimeException known) {
            return known;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }
}
