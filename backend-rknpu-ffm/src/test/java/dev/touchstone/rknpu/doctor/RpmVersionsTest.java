package dev.touchstone.rknpu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RpmVersionsTest {
    /** The examples of RPM's manual on comparing versions, and those of the compute stick. */
    @ParameterizedTest
    @CsvSource({
        "1.0010, 1.9, 1",
        "1.05, 1.5, 0",
        "1.0, 1, 1",
        "2.50, 2.5, 1",
        "fc4, fc.4, 0",
        "FC5, fc4, -1",
        "2a, 2.0, -1",
        "1.0, 1.fc4, 1",
        "3.0.0_fc, 3.0.0.fc, 0",
        "1.4.1, 1.4.1, 0",
        "1.4.10, 1.4.2, 1",
        "1.rk1808.fc28, 2, -1",
        "2.rk1808.fc28, 2, 1",
    })
    void areInTheOrderOfRpm(String one, String other, int order) {
        assertThat(Integer.signum(RpmVersions.compare(one, other))).isEqualTo(order);
        assertThat(Integer.signum(RpmVersions.compare(other, one))).isEqualTo(-order);
    }
}
