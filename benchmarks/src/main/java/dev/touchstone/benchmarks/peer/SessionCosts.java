package dev.touchstone.benchmarks.peer;

import com.sun.management.ThreadMXBean;
import dev.touchstone.benchmarks.Network;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;

/** What a session costs beside its runs: compilation, and what a warm run allocates on the heap. */
final class SessionCosts {
    private static final int RUNS = 200;

    private SessionCosts() {}

    static void print(PrintStream out) {
        var table = new MarkdownTable(
                out, "Sessions", "network", "compile ms, first", "compile ms, tenth", "allocated by a warm run");
        for (var network : Network.values()) {
            var e = new Entrants(network, true);
            var times = new double[10];
            for (int i = 0; i < times.length; i++) {
                try (var ours = e.ours()) {
                    times[i] = ours.compileMilliseconds();
                }
            }
            try (var ours = e.ours()) {
                table.row(e.title(), times[0], times[9], allocated(ours) + " bytes");
            }
        }
    }

    /** Bytes of one run, on the average of many, the tensor of results included. */
    private static long allocated(Contender contender) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < RUNS; i++) {
            contender.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS; i++) {
            contender.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / RUNS;
    }
}
