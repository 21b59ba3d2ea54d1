package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitsTest {
    @Test
    void aSettingChangesOne() {
        assertThat(Limits.of(Map.of("runTimeout", "0.25", "crashLimit", "100")))
                .isEqualTo(new Limits(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(15),
                        Duration.ofMillis(250),
                        100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "many", "1000001", "2.5"})
    void refusesWhatIsNoNumberOfCrashes(String text) {
        assertThatThrownBy(() -> Limits.of(Map.of("crashLimit", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting crashLimit is '" + text + "'; expected a whole number from 1 to 1000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "0", "-1", "NaN", "1e7"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Limits.of(Map.of("compileTimeout", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting compileTimeout is '" + text
                        + "'; expected seconds, a number above 0 and up to 1000000");
    }
}
