package dev.touchstone.benchmarks.peer;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Contenders take turns in rounds: what else happens on the machine meets all of them alike, so that the ratio of two
 * medians of one round says something where the medians themselves do not.
 *
 * @param rounds that count
 * @param runs of each contender in a round
 */
record Contest(int rounds, int runs) {
    /** The Java code around a network's is interpreted at first, and compiled after some two hundred runs. */
    private static final int WARM_UP_RUNS = 250;

    /** The times of each contender, in the order given. */
    List<Times> between(List<? extends Contender> contenders) {
        return between(contenders, round -> {});
    }

    /**
     * The times of each contender, in the order given.
     *
     * @param before what to do before a round, with its number
     */
    List<Times> between(List<? extends Contender> contenders, IntConsumer before) {
        var times = new double[contenders.size()][rounds][runs];
        for (int round = -WARM_UP_RUNS / runs; round < rounds; round++) {
            before.accept(Math.max(round, 0));
            for (int c = 0; c < times.length; c++) {
                for (int run = 0; run < runs; run++) {
                    long start = System.nanoTime();
                    contenders.get(c).run();
                    times[c][Math.max(round, 0)][run] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        return Arrays.stream(times).map(Times::new).toList();
    }
}
