package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompanyTest {
    private static final long MILLISECOND = 1_000_000;

    private final Company company = new Company();

    /** Runs, of which those with help take {@code together} and others {@code alone}; how many of them had help. */
    private int helped(int runs, long together, long alone, long wait) {
        int helped = 0;
        for (int i = 0; i < runs; i++) {
            if (company.isWelcome()) {
                helped++;
                company.ranTogether(wait, wait, together);
            } else {
                company.ranAlone(alone);
            }
        }
        return helped;
    }

    @Test
    void helpIsWelcomeWhileNobodyWaits() {
        assertThat(helped(100, 6 * MILLISECOND, 10 * MILLISECOND, 0)).isEqualTo(100);
    }

    @Test
    void helpIsTriedSeldomWhileRunsWait() {
        assertThat(helped(1000, 12 * MILLISECOND, 10 * MILLISECOND, MILLISECOND))
                .isBetween(3 * 1000 / 67, 70);
    }

    @Test
    void helpIsTriedSeldomWhileItMakesRunsNoShorterThoughNobodyWaits() {
        helped(2, 12 * MILLISECOND, 10 * MILLISECOND, MILLISECOND);

        assertThat(helped(1000, 10 * MILLISECOND, 10 * MILLISECOND, 0)).isBetween(3 * 1000 / 67, 70);
    }

    @Test
    void helpIsWelcomeAgainWhenTheOtherProcessHasGone() {
        helped(1000, 12 * MILLISECOND, 10 * MILLISECOND, MILLISECOND);

        helped(65, 6 * MILLISECOND, 10 * MILLISECOND, 0);

        assertThat(helped(100, 6 * MILLISECOND, 10 * MILLISECOND, 0)).isEqualTo(100);
    }

    @Test
    void theRunThatWakesHelpersIsNotJudged() {
        helped(1000, 12 * MILLISECOND, 10 * MILLISECOND, MILLISECOND);
        helped(64, 6 * MILLISECOND, 10 * MILLISECOND, 0);
        while (!company.isWelcome()) {
            company.ranAlone(10 * MILLISECOND);
        }
        company.ranTogether(MILLISECOND, MILLISECOND, 15 * MILLISECOND);

        assertThat(helped(100, 6 * MILLISECOND, 10 * MILLISECOND, 0)).isEqualTo(100);
    }

    @Test
    void oneSlowRunAmongGoodOnesIsNoReasonToGoAlone() {
        helped(100, 6 * MILLISECOND, 10 * MILLISECOND, 0);
        company.ranTogether(MILLISECOND, MILLISECOND, 15 * MILLISECOND);

        assertThat(helped(100, 6 * MILLISECOND, 10 * MILLISECOND, 0)).isEqualTo(100);
    }

    @Test
    void aFewRunsInARowThatWereSlowCostLittleOnceHelpPaysAgain() {
        helped(10, 12 * MILLISECOND, 10 * MILLISECOND, MILLISECOND);
        helped(100, 6 * MILLISECOND, 10 * MILLISECOND, 0);

        helped(4, 12 * MILLISECOND, 10 * MILLISECOND, MILLISECOND);

        assertThat(helped(10, 6 * MILLISECOND, 10 * MILLISECOND, 0)).isGreaterThanOrEqualTo(9);
    }
}
