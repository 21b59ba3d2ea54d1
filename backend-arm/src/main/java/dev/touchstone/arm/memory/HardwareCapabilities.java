package dev.touchstone.arm.memory;

/** What the kernel says that the processor can do: {@code AT_HWCAP}, whose bits each architecture defines. */
public final class HardwareCapabilities {
    private static final int AT_HWCAP = 16;

    private HardwareCapabilities() {}

    /** The bits. */
    public static long ask() {
        return SystemCalls.getauxval(AT_HWCAP);
    }
}
