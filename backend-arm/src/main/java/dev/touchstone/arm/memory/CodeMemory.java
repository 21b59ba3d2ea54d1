package dev.touchstone.arm.memory;

import dev.touchstone.BackendException;
import java.lang.foreign.MemorySegment;

/**
 * Executable memory. The code is written into a nameless file, which is then mapped readable and executable: no page is
 * ever writable and executable. After {@link #close} nobody may run the code.
 *
 * <p>Where instruction caches are not coherent with data (AArch64) that is also what makes the code visible. Linux marks a
 * page of a file as unsynchronised when it writes to it, and cleans the data cache and invalidates the instruction caches
 * of all cores before the first executable mapping of such a page becomes valid; programs written by a compiler and started
 * rely on the same. All writing is done before there is a mapping. {@link CoreSync} then makes all threads forget what they
 * fetched earlier from addresses that the mapping uses again.
 */
public final class CodeMemory implements AutoCloseable {
    private static final int READ_EXECUTE = 5;
    private static final int SHARED = 1;
    private static final int MFD_CLOEXEC = 1;
    /** Kernels from 6.3 on want to be told; older ones refuse the bit. */
    private static final int MFD_EXEC = 0x10;

    private final long address;
    private final long bytes;
    private boolean closed;

    private CodeMemory(long address, long bytes) {
        this.address = address;
        this.bytes = bytes;
    }

    /**
     * Maps code.
     *
     * @throws BackendException if the system refuses executable memory
     */
    public static CodeMemory of(MemorySegment code) {
        int file = open();
        try {
            SystemCalls.write(file, code);
            long address = SystemCalls.mmap(code.byteSize(), READ_EXECUTE, SHARED, file);
            CoreSync.run();
            return new CodeMemory(address, code.byteSize());
        } finally {
            SystemCalls.close(file);
        }
    }

    private static int open() {
        try {
            return SystemCalls.memfdCreate("touchstone-code", MFD_CLOEXEC | MFD_EXEC);
        } catch (BackendException olderKernel) {
            return SystemCalls.memfdCreate("touchstone-code", MFD_CLOEXEC);
        }
    }

    /** Where the code begins. */
    public long address() {
        return address;
    }

    /** The code, which can be read. */
    public MemorySegment segment() {
        return MemorySegment.ofAddress(address).reinterpret(bytes).asReadOnly();
    }

    /** Gives the pages back. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SystemCalls.munmap(address, bytes);
        }
    }
}
