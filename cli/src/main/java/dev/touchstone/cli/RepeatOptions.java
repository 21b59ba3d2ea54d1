package dev.touchstone.cli;

import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that say how often a run is repeated to measure its time. */
final class RepeatOptions {
    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "Runs before the measured ones.",
            showDefaultValue = Visibility.ALWAYS)
    private int warmup;

    @Option(names = "--repeat", paramLabel = "N", description = "Measured runs.", showDefaultValue = Visibility.ALWAYS)
    private int repeat;

    /** The defaults of a command. */
    RepeatOptions(int warmup, int repeat) {
        this.warmup = warmup;
        this.repeat = repeat;
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

    /** Runs as often as asked for and measures each run behind the warm-up. */
    RunTimes time(OutputOptions output, String task, Runnable run) {
        check(output);
        try (var progress = output.progress(task)) {
            for (int i = 0; i < warmup; i++) {
                progress.step(i + 1, warmup + repeat);
                run.run();
            }
            var milliseconds = new double[repeat];
            for (int i = 0; i < repeat; i++) {
                progress.step(warmup + i + 1, warmup + repeat);
                long start = System.nanoTime();
                run.run();
                milliseconds[i] = (System.nanoTime() - start) / 1e6;
            }
            return new RunTimes(milliseconds);
        }
    }
}
