package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.pass.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionOptionsTest {
    @Test
    void changesOneThingAtATime() {
        var options = SessionOptions.defaults()
                .withBackends("rknpu", "reference")
                .withStrict(true)
                .withPrecision(Precision.FULL_INT8)
                .withThreads(4)
                .withPowerMode(PowerMode.RAND_LOW)
                .withCacheDirectory(Path.of("cache"))
                .withSetting("a", "1")
                .withSetting("b", "2");
        assertThat(options)
                .isEqualTo(new SessionOptions(
                        List.of("rknpu", "reference"),
                        true,
                        Optional.of(Precision.FULL_INT8),
                        4,
                        PowerMode.RAND_LOW,
                        Optional.of(Path.of("cache")),
                        Map.of("a", "1", "b", "2")));
    }

    @Test
    void refusesWhatCannotBe() {
        var defaults = SessionOptions.defaults();
        assertThatThrownBy(() -> defaults.withThreads(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads is 0; expected 1 or more");
        assertThatThrownBy(() -> defaults.withBackends("a", "b", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backends [a, b, a]: a name occurs twice; expected each once");
        assertThatThrownBy(() -> defaults.withSetting("powerMode", "HIGH"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting powerMode is an option of its own; use withPowerMode");
        assertThatThrownBy(() -> defaults.withSetting("cacheDirectory", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting cacheDirectory is an option of its own; use withCacheDirectory");
    }

    @Test
    void numbersPowerModesAsPaddleLiteDoes() {
        assertThat(List.of(PowerMode.values()))
                .extracting(PowerMode::name, PowerMode::value)
                .extracting(Object::toString)
                .containsExactly(
                        "(\"HIGH\", 0)",
                        "(\"LOW\", 1)",
                        "(\"FULL\", 2)",
                        "(\"NO_BIND\", 3)",
                        "(\"RAND_HIGH\", 4)",
                        "(\"RAND_LOW\", 5)");
    }
}
