package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.arm.compile.RunPlan.StagePieces;
import dev.touchstone.backend.RunMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedRunTest {
    /** Two stages: five pieces, then three blocks of two parts. */
    private static final List<StagePieces> STAGES =
            List.of(new StagePieces(List.of(), 0, 5, 1, 0, -1), new StagePieces(List.of(), 5, 6, 2, 0, -1));

    @Test
    void aThreadWithoutHelpDoesItsShareFromTheFrontAndThenOthersFromTheBack() {
        var order = new ArrayList<Integer>();

        new SharedRun(STAGES, 2, (stage, piece) -> order.add(piece)).lead(RunMonitor.NONE);

        // of five the first two are its own; of the blocks' parts the upper ones
        assertThat(order).containsExactly(0, 1, 4, 3, 2, 5, 7, 9, 10, 8, 6);
    }

    @Test
    void eachPieceIsDoneOnceAndNoStageBeginsBeforeTheOneBefore() throws InterruptedException {
        var stages = IntStream.range(0, 40)
                .mapToObj(s -> new StagePieces(List.of(), 12 * s, 12, s % 2 == 0 ? 3 : 1, 0, -1))
                .toList();
        for (int round = 0; round < 50; round++) {
            var times = new AtomicIntegerArray(12 * stages.size());
            var done = new AtomicInteger();
            var early = new AtomicInteger();
            var run = new SharedRun(stages, 3, (stage, piece) -> {
                if (done.get() < piece / 12 * 12) {
                    early.incrementAndGet();
                }
                times.incrementAndGet(piece);
                done.incrementAndGet();
            });
            var helpers = List.of(new Thread(() -> run.help(1)), new Thread(() -> run.help(2)));
            helpers.forEach(Thread::start);
            run.lead(RunMonitor.NONE);
            for (var helper : helpers) {
                helper.join();
            }

            assertThat(early).hasValue(0);
            assertThat(IntStream.range(0, times.length()).map(times::get)).containsOnly(1);
        }
    }

    @Test
    void partsOfAnImageComeFromTheTopDownOverAllBlocks() {
        var stage = new StagePieces(List.of(), 10, 7, 3, 1, -1);

        assertThat(IntStream.range(0, 7).map(stage::piece)).containsExactly(10, 13, 11, 14, 12, 15, 16);
    }
}
