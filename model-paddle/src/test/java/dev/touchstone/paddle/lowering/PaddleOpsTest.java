package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.paddle.cases.PaddleCase;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operator against native Paddle 2.3.2: 1437 small programs with what the native library made of them. See
 * {@code docs/operators.md} for the table of results, which {@link #tableInTheDocumentationIsCurrent} keeps true.
 */
class PaddleOpsTest {
    /** Malformed programs that are computed on purpose. */
    private static final Map<String, String> ACCEPTED = Map.of();

    private static final Map<PaddleCase, OperatorOutcome> OUTCOMES = new LinkedHashMap<>();

    @BeforeAll
    static void runAll(@TempDir Path scratch) throws IOException {
        for (var theCase : PaddleCase.all()) {
            OUTCOMES.put(theCase, OperatorOutcome.of(theCase, scratch));
        }
    }

    @Test
    void reproducesEveryResultOfNativePaddle() {
        var failures = new ArrayList<String>();
        OUTCOMES.forEach((theCase, outcome) -> {
            if (theCase.isComputed()) {
                switch (outcome) {
                    case OperatorOutcome.Computed(var outputs) -> compare(theCase, outputs, failures);
                    case OperatorOutcome.Refused(var error) -> failures.add(theCase + ": " + error.getMessage());
                    case OperatorOutcome.NotCovered n -> {}
                }
            }
        });
        assertThat(failures).isEmpty();
    }

    @Test
    void coversEveryCase() {
        var missing = new ArrayList<String>();
        OUTCOMES.forEach((theCase, outcome) -> {
            if (outcome instanceof OperatorOutcome.NotCovered(var reason)) {
                missing.add(theCase + ": " + reason);
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void refusesMalformedProgramsWithTypedErrors() {
        var accepted = new ArrayList<String>();
        OUTCOMES.forEach((theCase, outcome) -> {
            boolean malformed =
                    List.of("rejected", "crash", "accepted-malformed").contains(theCase.expect());
            if (malformed && outcome instanceof OperatorOutcome.Computed) {
                accepted.add(theCase.name());
            }
        });
        assertThat(accepted).containsExactlyInAnyOrderElementsOf(ACCEPTED.keySet());
    }

    @Test
    void tableInTheDocumentationIsCurrent() throws IOException {
        var table = OperatorTable.of(OUTCOMES);
        System.out.println(table);
        OperatorTable.requireCurrent(table);
    }

    @Test
    void documentationNamesEverySupportedType() throws IOException {
        assertThat(OperatorTable.document()).contains(Lowerings.types().stream().toList());
    }

    /** Bins of a maximum over the image; native slides ordinary windows. */
    @Test
    void adaptiveMaximumTakesBins() {
        var x = input("native_defect_000");
        var y = result("native_defect_000");
        int h = x.shape().extent(2);
        int w = x.shape().extent(3);
        int oh = y.shape().extent(2);
        int ow = y.shape().extent(3);
        var expected = new float[y.shape().elements()];
        for (int plane = 0; plane < x.shape().product(0, 2); plane++) {
            for (int i = 0; i < oh; i++) {
                for (int j = 0; j < ow; j++) {
                    float largest = Float.NEGATIVE_INFINITY;
                    for (int r = i * h / oh; r < -Math.floorDiv(-(i + 1) * h, oh); r++) {
                        for (int c = j * w / ow; c < -Math.floorDiv(-(j + 1) * w, ow); c++) {
                            largest = Math.max(largest, x.floats()[(plane * h + r) * w + c]);
                        }
                    }
                    expected[(plane * oh + i) * ow + j] = largest;
                }
            }
        }
        assertThat(y.floats()).isEqualTo(expected);
    }

    /** Rank 1 is beyond a native limit only. */
    @Test
    void dropoutScalesVectorsToo() {
        var x = input("native_defect_003").floats();
        var y = result("native_defect_003").floats();
        assertThat(y).hasSameSizeAs(x);
        for (int i = 0; i < x.length; i++) {
            assertThat(y[i]).isEqualTo(x[i] * 0.5f);
        }
    }

    private static Tensor input(String name) {
        return find(name).getKey().input(0);
    }

    private static Tensor result(String name) {
        return ((OperatorOutcome.Computed) find(name).getValue()).outputs().getFirst();
    }

    private static Map.Entry<PaddleCase, OperatorOutcome> find(String name) {
        return OUTCOMES.entrySet().stream()
                .filter(e -> e.getKey().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void compare(PaddleCase theCase, List<Tensor> outputs, List<String> failures) {
        for (int i = 0; i < outputs.size(); i++) {
            int column = i;
            Comparison.difference(outputs.get(i), theCase.output(i), theCase.isExact(i))
                    .ifPresent(what -> failures.add(theCase + ", output " + column + ": " + what));
        }
    }
}
