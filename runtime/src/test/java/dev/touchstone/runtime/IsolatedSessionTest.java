package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendUnavailableException;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Softplus;
import dev.touchstone.reference.ReferenceBackendProvider;
import dev.touchstone.runtime.isolation.TestHost;
import dev.touchstone.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions with backends that run elsewhere. */
final class IsolatedSessionTest {
    private static final float TRIGGER = 13;

    @TempDir
    private Path directory;

    private String address() {
        return "faulty@command:'" + String.join("' '", TestHost.words(directory)) + "'";
    }

    private static Backends backends() {
        return Backends.of(new ReferenceBackendProvider());
    }

    @Test
    void runsPartsElsewhereAndSaysWhere() {
        var model = TestModel.chain("m", new Relu(), new Softplus(), new Relu());
        var options = SessionOptions.defaults().withBackends(address(), "reference");
        var address = options.backends().getFirst();
        try (var session = Session.open(model, options, backends())) {
            var output = session.run(
                    List.of(Tensor.of(new float[] {-1, 2}, 2)),
                    RunOptions.defaults().withProfile());

            // ln(1 + e^0) and ln(1 + e^2).
            assertThat(output.first().toFloats()).containsExactly(0.6931472f, 2.126928f);
            assertThat(session.places()).containsOnlyKeys(address);
            assertThat(session.places().get(address)).matches("isolated \\(remote pid \\d+\\)");
            assertThat(session.placement(Map.of("x", dev.touchstone.tensor.Shape.of(2)))
                            .summary())
                    .startsWith("3 nodes: 2 on " + address + " isolated (remote pid ")
                    .contains(", 1 on reference; subgraphs: 3;");
            assertThat(output.profile().orElseThrow().rows())
                    .extracting(Profile.Row::node)
                    .containsExactly("n0", "n0", "n1", "n1", "n2");
            assertThat(output.profile().orElseThrow().rows().getFirst().backend())
                    .startsWith(address + " isolated (remote pid ");
        }
    }

    @Test
    void compilesAgainAfterACrash() {
        var model = TestModel.chain("m", new Relu());
        var options = SessionOptions.defaults().withBackends(address()).withSetting("fault", "SEGV");
        try (var session = Session.open(model, options, backends())) {
            assertThatThrownBy(() -> session.run(Tensor.of(new float[] {TRIGGER, 2}, 2)))
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageContaining("crashed: SIGSEGV; the next call starts another one and compiles again");
            assertThat(session.run(Tensor.of(new float[] {-1, 2}, 2)).first().toFloats())
                    .containsExactly(0, 2);
        }
    }

    @Test
    void knowsWhoWantsAProcessAndWhoDoesNotGetOne() {
        var shy = new FakeProvider("shy", 1).wantingAProcess();
        var backends = Backends.of(shy, new ReferenceBackendProvider());
        assertThat(backends.reports().getFirst())
                .hasToString("shy: available: made for a test; runs isolated, in a process of its own");

        var options = SessionOptions.defaults().withBackends("shy@in-process");
        try (var session = Session.open(TestModel.chain("m", new Relu()), options, backends)) {
            assertThat(session.places()).containsExactly(Map.entry("shy@in-process", "in-process"));
            assertThat(session.run(Tensor.of(new float[] {-1, 2}, 2)).first().toFloats())
                    .containsExactly(0, 2);
        }
        assertThat(shy.openBackends).hasValue(0);
    }

    @Test
    void refusesAPlaceThatIsNone() {
        var options = SessionOptions.defaults().withBackends("reference@moon");
        assertThatThrownBy(() -> Session.open(TestModel.chain("m", new Relu()), options, backends()))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageStartingWith(
                        "backend reference@moon: 'moon' is no place of a backend; expected in-process,");
    }
}
