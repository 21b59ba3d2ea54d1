package dev.touchstone.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AgreementTest {
    private record Fixed(String name, float... result) implements Contender {
        @Override
        public float[] run() {
            return result;
        }

        @Override
        public void close() {}
    }

    @Test
    void roundingErrorsAgree() {
        var agreement = Agreement.of(new Fixed("a", 300, 400), new Fixed("b", 300, 401));
        assertThat(agreement).isEqualTo(new Agreement(0.5, 0.002));
    }

    @Test
    void otherResultsAreNoBasisForComparingTimes() {
        assertThat(Agreement.of(new Fixed("a", 3, 4), new Fixed("b", 3, 4)).isClose())
                .isTrue();
        assertThat(Agreement.of(new Fixed("a", 3, 4), new Fixed("b", 3, 0)).isClose())
                .isFalse();
        assertThat(Agreement.of(new Fixed("a", 3, 4), new Fixed("b", 3, Float.NaN))
                        .isClose())
                .isFalse();
    }

    @Test
    void nothingIsComparedWhereEverythingIsZero() {
        assertThatThrownBy(() -> Agreement.of(new Fixed("a", 0, 0), new Fixed("b", 0, 0)))
                .isInstanceOf(IllegalStateException.class);
    }
}
