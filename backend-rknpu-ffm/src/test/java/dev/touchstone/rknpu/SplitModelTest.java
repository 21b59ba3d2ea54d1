package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.runtime.Placement;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.StrictPlacementException;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model with an operator in its middle that the library does not have. */
final class SplitModelTest {
    private static final String REASON = "rknpu: OPERATOR: operator is hard_swish; supported: what librknpu_ddk"
            + " implements and this backend maps to it";

    @Test
    void runsInPiecesWithTheResultsOfTheReference() {
        var input = Tensor.of(new float[] {-4, 0.5f, 2, 8}, 1, 1, 2, 2);
        try (var simulator = IsolatedSimulator.failing("");
                var session = Session.open(SwishModel.model(), SwishModel.OPTIONS, simulator.backends());
                var reference = Session.open(
                        SwishModel.model(), SwishModel.OPTIONS.withBackends("reference"), simulator.backends())) {
            float[] outputs = session.run(input).first().toFloats();

            // x * min(max(x + 3, 0), 6) / 6 is 0, 0.29, 1.67 and 8, in steps of 0.5.
            assertThat(outputs).containsExactly(0, 0.5f, 1.5f, 8);
            assertThat(outputs).isEqualTo(reference.run(input).first().toFloats());
        }
        assertThat(IsolatedSimulator.traces()).isEmpty();
    }

    @Test
    void saysWhichNodeRunsElsewhereAndWhy() {
        try (var simulator = IsolatedSimulator.failing("");
                var session = Session.open(SwishModel.model(), SwishModel.OPTIONS, simulator.backends())) {
            var placement = session.placement();
            assertThat(placement.parts())
                    .containsExactly(
                            new Placement.Part("rknpu", List.of("quantize", "relu")),
                            new Placement.Part("reference", List.of("hard_swish")),
                            new Placement.Part("rknpu", List.of("abs", "dequantize")));
            assertThat(placement.fallbacks()).singleElement().satisfies(row -> {
                assertThat(row.node()).isEqualTo("hard_swish");
                assertThat(row.refusals()).extracting(Object::toString).containsExactly(REASON);
            });
            assertThat(placement.summary())
                    .matches("5 nodes: 4 on rknpu isolated \\(pid \\d+\\), 1 on reference; subgraphs: 3; transfers: 2,"
                            + " 8 bytes");
        }
    }

    @Test
    void isRefusedWhereOnlyTheFirstBackendMayRunIt() {
        try (var simulator = IsolatedSimulator.failing("")) {
            assertThatThrownBy(() ->
                            Session.open(SwishModel.model(), SwishModel.OPTIONS.withStrict(true), simulator.backends()))
                    .isExactlyInstanceOf(StrictPlacementException.class)
                    .hasMessage("swish: 1 of 5 nodes would fall back to a later backend, which strict forbids\n"
                            + "  hard_swish (hard_swish): " + REASON);
        }
        assertThat(IsolatedSimulator.traces()).isEmpty();
    }
}
