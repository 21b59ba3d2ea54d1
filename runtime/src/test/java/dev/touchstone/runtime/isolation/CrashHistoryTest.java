package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CrashHistoryTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // A clock may run over.
    private final CrashHistory history = new CrashHistory(now::get);

    @Test
    void toleratesTwoCrashes() {
        assertThat(history.crashed("a")).isFalse();
        assertThat(history.crashed("b")).isFalse();
        assertThat(history.refusal()).isEmpty();
    }

    @Test
    void pausesAfterTheThirdAndThenAllowsOneAttempt() {
        history.crashed("a");
        history.crashed("b");
        assertThat(history.crashed("process 7 crashed: SIGSEGV")).isTrue();
        assertThat(history.refusal())
                .contains("it crashed 3 times in a row without a successful run (last: process 7 crashed: SIGSEGV);"
                        + " the next attempt is possible in 1 s; 'touchstone doctor' looks for the cause");
        now.addAndGet(SECOND);
        assertThat(history.refusal()).isEmpty();
    }

    @Test
    void doublesThePauseUpToAMinute() {
        history.crashed("a");
        history.crashed("b");
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            history.crashed("c");
            now.addAndGet(seconds * SECOND - 1);
            assertThat(history.refusal()).isPresent();
            now.addAndGet(1);
            assertThat(history.refusal()).isEmpty();
        }
    }

    @Test
    void forgetsAllAfterASuccessfulRun() {
        history.crashed("a");
        history.crashed("b");
        history.succeeded();
        assertThat(history.crashed("c")).isFalse();
        assertThat(history.refusal()).isEmpty();
    }
}
