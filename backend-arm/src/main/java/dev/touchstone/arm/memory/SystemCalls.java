package dev.touchstone.arm.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.touchstone.BackendException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * The functions of the C library that this backend needs, on Linux. A failure is a {@link BackendException} with the
 * function's name and the error number.
 *
 * <p>All are called with six integer arguments ({@link NativeCall#HANDLE}): on 64-bit processors these travel in registers,
 * and a function does not look at those it does not take.
 */
final class SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();

    /** For 1024 processors, the kernel's usual limit. */
    private static final int MASK_WORDS = 16;

    private SystemCalls() {}

    /** New pages, anonymous if {@code file} is -1. */
    static long mmap(long bytes, int protection, int flags, int file) {
        return call("mmap", 0, bytes, protection, flags, file, 0);
    }

    static void munmap(long address, long bytes) {
        call("munmap", address, bytes, 0, 0, 0, 0);
    }

    /** A hint that huge pages are welcome: whether the kernel has them does not matter. */
    static void madvise(long address, long bytes, int advice) {
        try {
            call("madvise", address, bytes, advice, 0, 0, 0);
        } catch (BackendException withoutHugePages) {
            return;
        }
    }

    /** A file without a name, for {@link #write} and {@link #mmap}. */
    static int memfdCreate(String name, int flags) {
        try (var arena = Arena.ofConfined()) {
            byte[] characters = name.getBytes(StandardCharsets.US_ASCII);
            // Zeroed, so that it ends as C wants it; copying needs no access handle, which would have to be linked.
            var copy = arena.allocate(characters.length + 1L);
            MemorySegment.copy(characters, 0, copy, ValueLayout.JAVA_BYTE, 0, characters.length);
            return (int) call("memfd_create", copy.address(), flags, 0, 0, 0, 0);
        }
    }

    /** Writes all of the bytes. */
    static void write(int file, MemorySegment bytes) {
        long size = bytes.byteSize();
        try (var arena = Arena.ofConfined()) {
            var copy = arena.allocate(size);
            MemorySegment.copy(bytes, 0, copy, 0, size);
            for (long done = 0; done < size; ) {
                done += call("write", file, copy.address() + done, size - done, 0, 0, 0);
            }
        }
    }

    static void close(int file) {
        call("close", file, 0, 0, 0, 0, 0);
    }

    /** Limits the calling thread to the processors whose bits are set. */
    static void schedSetaffinity(long[] mask) {
        try (var arena = Arena.ofConfined()) {
            var bits = arena.allocateFrom(JAVA_LONG, mask);
            call("sched_setaffinity", 0, bits.byteSize(), bits.address(), 0, 0, 0);
        }
    }

    /** A system call that the C library has no function for. */
    static void syscall(long number, long a, long b, long c) {
        call("syscall", number, a, b, c, 0, 0);
    }

    /** What the kernel says about this machine; 0 if nothing. */
    static long getauxval(long type) {
        return call("getauxval", type, 0, 0, 0, 0, 0);
    }

    /** The processors that the calling thread may run on, as bits. */
    static long[] schedGetaffinity() {
        try (var arena = Arena.ofConfined()) {
            var bits = arena.allocate(JAVA_LONG, MASK_WORDS);
            call("sched_getaffinity", 0, bits.byteSize(), bits.address(), 0, 0, 0);
            return bits.toArray(JAVA_LONG);
        }
    }

    private static int errorNumber(MemorySegment state) {
        var errno = NativeCall.STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        return (int) errno.get(state, 0L);
    }

    /** Calls a function that answers -1 if it fails; of those that return an int the upper half means nothing. */
    private static long call(String name, long a, long b, long c, long d, long e, long f) {
        var function = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new BackendException("arm", "the C library has no function " + name));
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(NativeCall.STATE);
            long result = (long) NativeCall.HANDLE.invokeExact(function, state, a, b, c, d, e, f);
            boolean isLong = name.equals("mmap") || name.equals("write") || name.equals("getauxval");
            if ((isLong ? result : (int) result) == -1) {
                throw new BackendException("arm", name + " failed with error number " + errorNumber(state));
            }
            return result;
        } catch (RuntimeException | Error known) {
            throw known;
        } catch (Throwable other) {
            throw new IllegalStateException(other);
        }
    }
}
