package dev.touchstone.cli.text;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells the user what takes so long: nothing for work of under a second, then one line, and another whenever the waiting
 * has doubled. Whole lines only, so that a log file stays readable.
 *
 * <p>{@link #step} may be called from any thread; {@link #close} ends the reporting.
 */
public final class Progress implements AutoCloseable {
    private final PrintWriter err;
    private final String task;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String step = "";

    private Progress(PrintWriter err, String task) {
        this.err = err;
        this.task = task;
    }

    /**
     * Starts watching.
     *
     * @param task in the -ing form: {@code reading mobilenet}
     */
    public static Progress start(PrintWriter err, String task) {
        var progress = new Progress(err, task);
        Thread.ofPlatform().daemon().name("progress").start(progress::watch);
        return progress;
    }

    private void watch() {
        try {
            int waited = 0;
            for (int next = 1; !closed.await(next - waited, TimeUnit.SECONDS); next *= 2) {
                waited = next;
                err.println(line(task, step, waited));
                err.flush();
            }
        } catch (InterruptedException e) {
            // Nobody else knows this thread; whoever interrupts it wants it to end.
            Thread.currentThread().interrupt();
        }
    }

    static String line(String task, String step, int seconds) {
        return "touchstone: " + task + (step.isEmpty() ? "" : " " + step) + " ... " + seconds + " s";
    }

    /** Says how far the work is: this is number {@code index} of {@code count}. */
    public void step(int index, int count) {
        step = "(" + index + " of " + count + ")";
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
