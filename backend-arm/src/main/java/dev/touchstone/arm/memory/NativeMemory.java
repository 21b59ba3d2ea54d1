package dev.touchstone.arm.memory;

import java.lang.foreign.MemorySegment;

/**
 * Zeroed memory, aligned to 2 MiB and in pages of that size where the kernel gives them. Belongs to whoever allocates
 * it; after {@link #close} nobody may use it. The number of bytes in use is counted for the tests.
 */
public final class NativeMemory implements AutoCloseable {
    private static final long HUGE_PAGE = 2L << 20;
    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_HUGEPAGE = 14;
    private static final java.util.concurrent.atomic.AtomicLong IN_USE = new java.util.concurrent.atomic.AtomicLong();

    private final long mapped;
    private final long mappedBytes;
    private final MemorySegment segment;
    private boolean closed;

    private NativeMemory(long mapped, long mappedBytes, MemorySegment segment) {
        this.mapped = mapped;
        this.mappedBytes = mappedBytes;
        this.segment = segment;
    }

    /**
     * Allocates.
     *
     * @throws dev.touchstone.BackendException if the system has no more memory
     */
    public static NativeMemory allocate(long bytes) {
        boolean huge = bytes >= HUGE_PAGE / 2;
        long unit = huge ? HUGE_PAGE : 1L << 16;
        long size = (Math.max(bytes, 1) + unit - 1) & -unit;
        long mappedBytes = huge ? size + HUGE_PAGE : size;
        long mapped = SystemCalls.mmap(mappedBytes, READ_WRITE, PRIVATE_ANONYMOUS, -1);
        long aligned = huge ? (mapped + HUGE_PAGE - 1) & -HUGE_PAGE : mapped;
        if (huge) {
            SystemCalls.madvise(aligned, size, MADV_HUGEPAGE);
        }
        IN_USE.addAndGet(mappedBytes);
        return new NativeMemory(
                mapped, mappedBytes, MemorySegment.ofAddress(aligned).reinterpret(size));
    }

    /** Bytes allocated and not yet closed, of all instances. */
    public static long inUse() {
        return IN_USE.get();
    }

    /** The memory, of at least the size asked for. */
    public MemorySegment segment() {
        return segment;
    }

    /** Where it begins. */
    public long address() {
        return segment.address();
    }

    /** Gives it back. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SystemCalls.munmap(mapped, mappedBytes);
            IN_USE.addAndGet(-mappedBytes);
        }
    }
}
