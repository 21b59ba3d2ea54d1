package dev.touchstone.arm.memory;

import java.util.List;

/** Where threads may run. */
public final class ThreadAffinity {
    private ThreadAffinity() {}

    /** Limits the calling thread to some cores. */
    public static void bind(List<Integer> cores) {
        int last = cores.stream().mapToInt(Integer::intValue).max().orElse(0);
        var mask = new long[last / 64 + 1];
        cores.forEach(core -> mask[core / 64] |= 1L << core % 64);
        SystemCalls.schedSetaffinity(mask);
    }

    /** Limits the calling thread to some cores for a while; what is returned lets it run where it might before. */
    public static Runnable bindForNow(List<Integer> cores) {
        var before = SystemCalls.schedGetaffinity();
        bind(cores);
        return () -> SystemCalls.schedSetaffinity(before);
    }
}
