package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendException;
import dev.touchstone.BackendTimeoutException;
import dev.touchstone.BackendUnavailableException;
import dev.touchstone.InvalidGraphException;
import dev.touchstone.InvalidInputException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.UnsupportedOperatorException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureTest {
    static List<RuntimeException> passed() {
        return List.of(
                new BackendException("npu", "conv1 (conv2d): no"),
                new BackendUnavailableException("npu", "no device"),
                new BackendTimeoutException("npu", "too slow"),
                new UnsupportedOperatorException("gru is not supported"),
                new InvalidGraphException(List.of("one", "two")),
                new InvalidInputException("x is missing"),
                new RunCancelledException("stopped"));
    }

    private static Failure crossed(Throwable thrown) {
        var frame = new Frame(
                FrameType.FAILED, RecordCodec.message(Failure.of(thrown)).toBytes());
        return RecordCodec.message(frame, Failure.class);
    }

    @ParameterizedTest
    @MethodSource("passed")
    void theCallerGetsTheSameTypeUnderItsOwnName(RuntimeException thrown) {
        var failure = crossed(thrown);
        assertThat(failure.isLost()).isFalse();
        assertThat(failure.toException("npu@ssh:board"))
                .isExactlyInstanceOf(thrown.getClass())
                .hasMessage(String.valueOf(thrown.getMessage()).replace("backend npu:", "backend npu@ssh:board:"));
    }

    @Test
    void whatABackendShouldNotThrowIsItsFailure() {
        assertThat(crossed(new IllegalStateException("oops")).toException("npu"))
                .isExactlyInstanceOf(BackendException.class)
                .hasMessage("backend npu: failed: java.lang.IllegalStateException: oops");
    }

    @Test
    void whatRuinsTheProcessIsItsEnd() {
        assertThat(crossed(new BackendCrashedException("npu", "ruined")).isLost())
                .isTrue();
        assertThat(crossed(new StackOverflowError()).isLost()).isTrue();
        assertThat(crossed(new ProtocolException("nonsense")).text())
                .isEqualTo("the host was sent what is not the protocol: nonsense");
    }
}
