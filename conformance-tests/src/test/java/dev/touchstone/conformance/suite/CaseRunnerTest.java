package dev.touchstone.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.BackendException;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Judgement;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.judge.Layers;
import dev.touchstone.conformance.replay.ReplayFile;
import dev.touchstone.conformance.teeth.ForwardingBackend;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Tanh;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What files repeat of failures in parts of cases. */
final class CaseRunnerTest {
    private static final ConformanceCase CASE =
            new ConformanceCase("net#0", Rule.required("net/W2", "CaseRunnerTest", "a rule"), () ->
                    (Judgement) backend -> Layers.judge(backend, network()));

    /** A chain whose second layer gives twos, and none before it. */
    private static Computation network() {
        var builder = new GraphBuilder("net");
        var a = builder.add("a", new Abs(), builder.input("x", TensorType.float32(2, 3)));
        var b = builder.add("b", new Relu(), a);
        builder.output(builder.add("c", new Tanh(), b));
        return new Computation(builder.build(), List.of(Tensor.of(new float[] {-1, -2, -3, 1, 2, 3}, 2, 3)));
    }

    /** A backend that throws where a layer gives twos: neither the first layer, which reads them negated, nor the last. */
    private static CaseRunner runner(RuntimeException thrown) {
        return new CaseRunner(
                BackendUnderTest.of(
                        "faulty",
                        () -> new ForwardingBackend((right, inputs, outputs, monitor) -> {
                            right.run(inputs, outputs, RunMonitor.NONE);
                            if (holdsTwo(inputs.getFirst()) && holdsTwo(outputs.getFirst())) {
                                throw thrown;
                            }
                        })),
                Duration.ofSeconds(60));
    }

    private static boolean holdsTwo(Tensor tensor) {
        for (float x : tensor.toFloats()) {
            if (x == -2) {
                return false;
            }
        }
        for (float x : tensor.toFloats()) {
            if (x == 2) {
                return true;
            }
        }
        return false;
    }

    private static void isTheLayerAlone(ReplayFile file) {
        assertThat(file.computation().graph().nodes())
                .singleElement()
                .satisfies(n -> assertThat(n.name()).isEqualTo("b"));
        assertThat(file.computation().inputs().getFirst().toFloats()).containsExactly(2);
        assertThat(file.expected().getFirst().toFloats()).containsExactly(2);
    }

    @Test
    void aCrashInOneLayerIsRepeatedByThatLayer() {
        try (var runner = runner(new IllegalStateException("boom"))) {
            var result = runner.run(CASE);

            assertThat(result).isInstanceOf(CaseResult.Crashed.class);
            assertThat(result.reason()).isEqualTo("layer b (relu) of net: threw java.lang.IllegalStateException: boom");
            isTheLayerAlone(runner.smallest(CASE, result, 0).orElseThrow());
        }
    }

    @Test
    void aRunThatALayerRefusesIsRepeatedByThatLayer() {
        try (var runner = runner(new BackendException("faulty", "no memory"))) {
            var result = runner.run(CASE);

            assertThat(result.reason())
                    .isEqualTo("layer b (relu) of net: claimed, but the backend failed: backend faulty: no memory");
            isTheLayerAlone(runner.smallest(CASE, result, 0).orElseThrow());
        }
    }
}
