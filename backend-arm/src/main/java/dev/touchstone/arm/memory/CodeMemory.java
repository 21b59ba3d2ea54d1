package dev.touchstone.arm.memory;

import dev.touchstone.BackendException;

/**
 * Executable memory. The code is written into a nameless file, which is then mapped readable and executable: no page is
 * ever writable and executable, and where instruction caches are not coherent the kernel synchronises them when it maps
 * pages executable that were not. After {@link #close} nobody may run the code.
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
    public static CodeMemory of(byte[] code) {
        int file = open();
        try {
            SystemCalls.write(file, code);
            return new CodeMemory(SystemCalls.mmap(code.length, READ_EXECUTE, SHARED, file), code.length);
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

    /** Gives the pages back. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SystemCalls.munmap(address, bytes);
        }
    }
}
