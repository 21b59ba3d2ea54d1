package dev.touchstone.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.op.Operator;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference against the oracle. How many elements of each operator are compared is the system property {@value
 * #VECTORS}, and {@value #SEED} decides which.
 */
final class OracleTest {
    static final String VECTORS = "touchstone.oracle.vectors";
    static final String SEED = "touchstone.oracle.seed";

    static Collection<String> operators() {
        return Draws.TABLE.keySet();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theReferenceGivesWhatTheRulesSay(String operator) {
        long wanted = Long.getLong(VECTORS, 20_000);
        var tally = new Tally(operator);
        var draw = Objects.requireNonNull(Draws.TABLE.get(operator));
        for (int index = 0; tally.compared() < wanted; index++) {
            long seed = Long.getLong(SEED, 1) * 1_000_000_007L + operator.hashCode() * 31L + index;
            compare(draw, seed, tally);
        }
        if (System.getProperty(VECTORS) != null) {
            System.out.println(tally);
        }
    }

    @Test
    void everyOperatorThatKnowsInt8IsDrawn() {
        // Casts and fake quantization speak of plain integers and of float32, the shape of no elements at all.
        var others = Set.of("cast", "fake_quantize", "fake_dequantize", "shape_of");

        assertThat(records(Operator.class).map(Operator::name).filter(name -> !others.contains(name)))
                .containsExactlyInAnyOrderElementsOf(operators());
    }

    @SuppressWarnings("unchecked") // what a sealed interface permits, implements it
    private static Stream<Class<? extends Operator>> records(Class<? extends Operator> operator) {
        return operator.isRecord()
                ? Stream.of(operator)
                : Stream.of(operator.getPermittedSubclasses()).flatMap(c -> records((Class<? extends Operator>) c));
    }

    private static void compare(Draws.Draw draw, long seed, Tally tally) {
        Drawn drawn;
        try {
            drawn = draw.apply(new Numbers(new SplittableRandom(seed)));
        } catch (InvalidGraphException e) {
            tally.refuse();
            return;
        }
        try (var reference = new ReferenceBackend()) {
            if (!(reference.supports(drawn.node()) instanceof Support.Supported)) {
                tally.refuse();
                return;
            }
            var actual = drawn.node().outputs().stream()
                    .map(v -> Tensor.allocate(v.type()))
                    .toList();
            try (var compiled = reference.compile(drawn.graph())) {
                compiled.run(drawn.fed(), actual, RunMonitor.NONE);
            }
            tally.add(drawn, seed, Oracle.of(drawn.node(), drawn.inputs()), actual);
        }
    }
}
