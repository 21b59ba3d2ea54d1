package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SilencedLogTest {
    @ParameterizedTest
    @CsvSource({
        "RKNPU_LOGLEVEL, -1",
        "RKNPU_LOGLEVEL, ' -3x'",
        "VSI_NN_LOG_LEVEL, 0",
        "RKNN_LOG_LEVEL, 00",
    })
    void namesWhatSilences(String name, String value) {
        assertThat(SilencedLog.in(Map.of(name, value))).contains(name + "=" + value);
    }

    @ParameterizedTest
    @CsvSource({
        "RKNPU_LOGLEVEL, 0",
        "RKNPU_LOGLEVEL, -0",
        "RKNPU_LOGLEVEL, loud",
        "VSI_NN_LOG_LEVEL, 1",
        "VSI_NN_LOG_LEVEL, 01",
        "VSI_NN_LOG_LEVEL, ''",
        "RKNN_LOG_LEVEL, 5",
    })
    void leavesOtherLevels(String name, String value) {
        assertThat(SilencedLog.in(Map.of(name, value))).isEmpty();
    }

    @Test
    void anEmptyEnvironmentSilencesNothing() {
        assertThat(SilencedLog.in(Map.of())).isEmpty();
    }
}
