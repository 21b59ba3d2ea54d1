package dev.touchstone.arm.memory;

import dev.touchstone.BackendException;
import java.util.Locale;

/**
 * Makes every thread of this process discard instructions that it fetched before, by
 * {@code membarrier(PRIVATE_EXPEDITED_SYNC_CORE)}. Only AArch64 needs it, where an address means new code after an
 * earlier mapping there has gone. Kernels before 4.16 do not have it: they are left with what unmapping and mapping do.
 */
final class CoreSync {
    private static final long MEMBARRIER = 283;
    private static final long SYNC_CORE = 1 << 5;
    private static final long REGISTER_SYNC_CORE = 1 << 6;

    private static final boolean NEEDED =
            System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");

    private CoreSync() {}

    static void run() {
        if (!NEEDED) {
            return;
        }
        try {
            // registering again does nothing
            SystemCalls.syscall(MEMBARRIER, REGISTER_SYNC_CORE, 0, 0);
            SystemCalls.syscall(MEMBARRIER, SYNC_CORE, 0, 0);
        } catch (BackendException olderKernel) {
            return;
        }
    }
}
