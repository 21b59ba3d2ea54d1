package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the library's own variables for its messages do to the process of the backend. */
final class LogLevelTest {
    @ParameterizedTest
    @ValueSource(strings = {"RKNPU_LOGLEVEL=0", "RKNPU_LOGLEVEL=5", "VSI_NN_LOG_LEVEL=5"})
    void aTalkativeLibraryDoesNotDisturb(String level) {
        try (var simulator = IsolatedSimulator.with(level);
                var backend = simulator.open();
                var graph = backend.compile(ReluGraph.of())) {
            assertThat(ReluGraph.run(graph)).isEqualTo(ReluGraph.EXPECTED);
        }
    }

    @Test
    void aSilencedOneIsNotUsedBecauseItWouldDropNodesUnheard() {
        try (var simulator = IsolatedSimulator.with("RKNPU_LOGLEVEL=-1")) {
            assertThatThrownBy(simulator::open)
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageStartingWith("backend rknpu: unavailable: RKNPU_LOGLEVEL=-1 silences the library, which"
                            + " then does not say what it drops");
        }
    }
}
