package dev.touchstone.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoreDistanceTest {
    @Test
    void roundsAreToldApartByTheDistanceOfTheirCores() {
        assertThat(CoreDistance.byDistance(
                        new double[] {15, 33, 160, 34, 35}, new double[] {1.01, 0.52, 0.64, 0.56, 0.54}))
                .isEqualTo("1.010 on hardware threads of one core (15 ns, 1 rounds),"
                        + " 0.540 on cores with a common cache (34 ns, 3 rounds),"
                        + " 0.640 on cores without a common cache (160 ns, 1 rounds)");
    }

    @Test
    void aDistanceIsATime() {
        assertThat(CoreDistance.nanos()).isPositive();
    }
}
