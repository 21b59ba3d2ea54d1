package dev.touchstone.cli;

import java.util.function.Supplier;
import picocli.CommandLine.ParameterException;

/** Options that say how often a run is repeated to measure its time. */
final class RepeatOptions implements Options {
    private int warmup = 5;
    private int repeat = 10;

    @Override
    public void declare(Syntax syntax) {
        syntax.add(Argument.of(int.class, "--warmup")
                        .label("N")
                        .text("Runs before the measured ones. Default: 5.")
                        .to(v -> warmup = v))
                .add(Argument.of(int.class, "--repeat")
                        .label("N")
                        .text("Measured runs. Default: 10.")
                        .to(v -> repeat = v));
    }

    int warmup() {
        return warmup;
    }

    int repeat() {
        return repeat;
    }

    void check(OutputOptions output) {
        if (warmup < 0) {
            throw new ParameterException(output.command(), "--warmup is " + warmup + "; expected 0 or more");
        }
        if (repeat < 1) {
            throw new ParameterException(output.command(), "--repeat is " + repeat + "; expected 1 or more");
        }
    }

    /** What the last run gave, and how long the measured ones took. */
    record Measured<T>(T last, RunTimes times) {}

    /** Runs, and runs again, with progress on the error stream. Times are whole microseconds. */
    <T> Measured<T> measure(OutputOptions output, String task, Supplier<T> work) {
        var times = new double[repeat];
        try (var progress = output.progress(task)) {
            T last;
            int i = -warmup;
            do {
                progress.step(warmup + i + 1, warmup + repeat);
                long start = System.nanoTime();
                last = work.get();
                long microseconds = (System.nanoTime() - start) / 1000;
                if (i >= 0) {
                    times[i] = microseconds / 1000.0;
                }
            } while (++i < repeat);
            return new Measured<>(last, new RunTimes(times));
        }
    }
}
