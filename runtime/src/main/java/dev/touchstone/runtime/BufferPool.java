package dev.touchstone.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Blocks of native memory of one size, each used by one run at a time. Native, so that backends in machine code and
 * devices can use it as it is; recycled, so that a run allocates nothing here. Blocks hold what the last run left.
 * Thread-safe.
 */
final class BufferPool implements AutoCloseable {
    /** Blocks that wait for a run; more are given back to the system. */
    static final int MAX_IDLE = 8;

    /** A block. Closing gives it back to the pool; nobody may use the memory afterwards. */
    final class Block implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment memory = arena.allocate(bytes, BufferPlan.ALIGNMENT);

        private Block() {}

        MemorySegment slice(long offset, long size) {
            return memory.asSlice(offset, size);
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    private final long bytes;
    private final Deque<Block> idle = new ArrayDeque<>();
    private boolean closed;

    BufferPool(long bytes) {
        this.bytes = bytes;
    }

    /** A block that nobody else has until it is closed. */
    Block lease() {
        synchronized (this) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return new Block();
    }

    private void giveBack(Block block) {
        synchronized (this) {
            if (!closed && idle.size() < MAX_IDLE) {
                idle.push(block);
                return;
            }
        }
        block.arena.close();
    }

    /** Frees the idle blocks; those in use are freed when they come back. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(b -> b.arena.close());
        idle.clear();
    }
}
