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
        assertThat(history.crashed("a", 3)).isFalse();
        assertThat(history.crashed("b", 3)).isFalse();
        assertThat(history.refusal(3)).isEmpty();
    }

    @Test
    void pausesAfterTheThirdAndThenAllowsOneAttempt() {
        history.crashed("a", 3);
        history.crashed("b", 3);
        assertThat(history.crashed("process 7 crashed: SIGSEGV", 3)).isTrue();
        assertThat(history.refusal(3))
                .contains("it crashed 3 times in a row without a successful run (last: process 7 crashed: SIGSEGV);"
                        + " the next attempt is possible in 1 s; 'touchstone doctor' looks for the cause");
        now.addAndGet(SECOND);
        assertThat(history.refusal(3)).isEmpty();
    }

    @Test
    void toleratesMoreIfAsked() {
        for (int i = 0; i < 99; i++) {
            assertThat(history.crashed("a", 100)).isFalse();
        }
        assertThat(history.refusal(100)).isEmpty();
        assertThat(history.crashed("a", 100)).isTrue();
    }

    @Test
    void doublesThePauseUpToAMinute() {
        history.crashed("a", 3);
        history.crashed("b", 3);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            history.crashed("c", 3);
            now.addAndGet(seconds * SECOND - 1);
            assertThat(history.refusal(3)).isPresent();
            now.addAndGet(1);
            assertThat(history.refusal(3)).isEmpty();
        }
    }

    @Test
    void forgetsAllAfterASuccessfulRun() {
        history.crashed("a", 3);
        history.crashed("b", 3);
        history.succeeded();
        assertThat(history.crashed("c", 3)).isFalse();
        assertThat(history.refusal(3)).isEmpty();
    }
}
