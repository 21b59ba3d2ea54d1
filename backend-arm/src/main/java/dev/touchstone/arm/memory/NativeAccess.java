package dev.touchstone.arm.memory;

import java.lang.foreign.MemorySegment;

/** Whether Java lets this module call what is not Java. */
public final class NativeAccess {
    private NativeAccess() {}

    /**
     * Makes a restricted call that does nothing. To be asked before any class of this package: one that fails while it is
     * initialized says nothing of the reason the next time.
     *
     * @throws IllegalCallerException if native access is denied
     */
    public static void require() {
        MemorySegment.NULL.reinterpret(0);
    }
}
