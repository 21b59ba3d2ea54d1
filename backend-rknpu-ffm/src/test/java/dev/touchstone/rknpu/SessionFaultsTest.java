package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendTimeoutException;
import dev.touchstone.BackendUnavailableException;
import dev.touchstone.runtime.RunOptions;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session makes of a device that fails, with part of the model on another backend. */
@Timeout(120)
final class SessionFaultsTest {
    private static final float[] INPUT = {-4, 0.5f, 2, 8};
    private static final float[] OUTPUT = {0, 0.5f, 1.5f, 8};

    @AfterEach
    void nothingIsLeft() {
        assertThat(IsolatedSimulator.traces()).isEmpty();
    }

    private static Session open(IsolatedSimulator simulator) {
        return Session.open(SwishModel.model(), SwishModel.OPTIONS, simulator.backends());
    }

    private static float[] run(Session session) {
        return session.run(Tensor.of(INPUT, 1, 1, 2, 2)).first().toFloats();
    }

    @Test
    void goesOnAfterACrashWithAnotherProcess() {
        // The model has two parts on the device: the third call in a process is the first one of the second run.
        try (var simulator = IsolatedSimulator.failing("crash-run@3");
                var session = open(simulator)) {
            for (int i = 0; i < 3; i++) {
                assertThat(run(session)).isEqualTo(OUTPUT);
                assertThatThrownBy(() -> run(session))
                        .isInstanceOf(BackendCrashedException.class)
                        .hasMessageContaining("crashed: SIGSEGV; the next call starts another one and compiles again");
            }
        }
    }

    @Test
    void endsARunAtItsDeadlineWhateverTheDriverDoes() {
        try (var simulator = IsolatedSimulator.failing("hang-run");
                var session = open(simulator)) {
            assertThatThrownBy(() -> session.run(
                            List.of(Tensor.of(INPUT, 1, 1, 2, 2)),
                            RunOptions.defaults().withDeadline(Duration.ofMillis(500))))
                    .isInstanceOf(BackendTimeoutException.class);
        }
    }

    @Test
    void doesNotOpenWithoutADevice() {
        try (var simulator = IsolatedSimulator.failing("no-device=1")) {
            assertThatThrownBy(() -> {
                        try (var session = open(simulator)) {
                            run(session);
                        }
                    })
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageContaining("the library found no device that it may open: neither /dev/galcore nor"
                            + " /dev/graphics/galcore; 'touchstone doctor rknpu' says why");
        }
    }

    @Test
    void settingsCountForABackendThatIsNamed() {
        try (var simulator = IsolatedSimulator.with("LD_LIBRARY_PATH=")) {
            var library = TestLibrary.file().toString();
            simulator.forgetLibrary();
            var named = SwishModel.OPTIONS;
            assertThatThrownBy(() -> Session.open(SwishModel.model(), named, simulator.backends()))
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageStartingWith("backend rknpu: unavailable: no librknpu_ddk.so in ");
            SessionOptions set = named.withSetting("rknpu.library", library);
            try (var session = Session.open(SwishModel.model(), set, simulator.backends())) {
                assertThat(run(session)).isEqualTo(OUTPUT);
            }
        }
    }
}
