package dev.touchstone.runtime.compare;

import static dev.touchstone.runtime.compare.FaultyProvider.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.model.GraphModel;
import dev.touchstone.op.Activation;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Softmax;
import dev.touchstone.pass.Precision;
import dev.touchstone.reference.ReferenceBackendProvider;
import dev.touchstone.runtime.Backends;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparerTest {
    private static final SessionOptions FLOAT = SessionOptions.defaults().withPrecision(Precision.FLOAT);

    /** x, fc1, relu, fc2, fc3, softmax. */
    private static Graph graph() {
        var builder = new GraphBuilder("chain");
        var x = builder.input("x", TensorType.float32(1, 6));
        var first = builder.add("fc1", fc(), x, builder.constant("w1", numbers(6, 5)));
        var relu = builder.add("relu", new Relu(), first);
        var second = builder.add("fc2", fc(), relu, builder.constant("w2", numbers(5, 5)));
        var third = builder.add("fc3", fc(), second, builder.constant("w3", numbers(5, 4)));
        builder.output(builder.add("softmax", new Softmax(-1), third));
        return builder.build();
    }

    private static FullyConnected fc() {
        return new FullyConnected(1, Activation.NONE);
    }

    private static ModelComparison compare(String node) {
        var model = new GraphModel(graph());
        var backends = Backends.of(new ReferenceBackendProvider(), new FaultyProvider(node));
        var steps = new ArrayList<String>();
        var found = Comparer.compare(
                new Way("reference", model, FLOAT.withBackends("reference")),
                new Way("faulty", model, FLOAT.withBackends("faulty")),
                backends,
                List.of(List.of(numbers(1, 6)), List.of(Tensor.of(new float[] {1, -1, 2, 0, 3, 1}, 1, 6))),
                (done, all) -> steps.add(done + "/" + all));
        assertThat(steps).startsWith("1/2", "2/2").endsWith("5/5");
        return found;
    }

    @Test
    void findsAndNamesTheNodeWithAPlantedFault() {
        var found = compare("fc2");

        assertThat(found.firstDifference()).map(TensorComparison::node).contains("fc2");
        assertThat(found.tensors().stream()
                        .filter(t -> !t.accumulated().isEqual())
                        .map(TensorComparison::node))
                .containsExactly("fc2", "fc3", "softmax");
    }

    @Test
    void teacherForcingClearsAllOtherNodes() {
        var found = compare("fc2");

        assertThat(found.guilty().stream().map(TensorComparison::node)).containsExactly("fc2");
        assertThat(found.tensors()).allSatisfy(t -> assertThat(t.forced()).isPresent());
    }

    @Test
    void findsNothingWhereNothingIs() {
        var found = compare("nobody");

        assertThat(found.firstDifference()).isEmpty();
        assertThat(found.guilty()).isEmpty();
        assertThat(found.topOne()).isEqualTo(1);
        assertThat(found.topFive()).isEqualTo(1);
        assertThat(found.unmatched()).isEmpty();
        assertThat(found.tensors()).allSatisfy(t -> {
            assertThat(t.accumulated().signalToNoise()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(t.accumulated().cosine()).isCloseTo(1, within(1e-12));
            assertThat(t.differences().getFirst()).isEqualTo(t.accumulated().elements());
        });
    }

    @Test
    void measuresByHand() {
        var sums = new Accumulator();
        sums.add(Tensor.of(new float[] {3, 4, 0, 0}, 4), Tensor.of(new float[] {3, 3, 0, 0}, 4));
        var metrics = sums.metrics();

        assertThat(metrics.differing()).isEqualTo(1);
        assertThat(metrics.maxDifference()).isEqualTo(1);
        assertThat(metrics.meanDifference()).isEqualTo(0.25);
        // 10 log10 (25 / 1), and 21 / (5 * sqrt 18).
        assertThat(metrics.signalToNoise()).isCloseTo(13.9794, within(1e-4));
        assertThat(metrics.cosine()).isCloseTo(0.98995, within(1e-5));
        assertThat(metrics.maxSteps()).isNaN();
    }

    @Test
    void comparesNumbersOfDifferentTypesAndTellsStepsOfInt8() {
        var int8 = TensorType.int8(dev.touchstone.tensor.Shape.of(3), 0.5f);
        var sums = new Accumulator();
        sums.add(Tensor.of(new float[] {1, 2, 3}, 3), Tensor.of(int8, new byte[] {2, 3, 9}));
        var metrics = sums.metrics();

        // 1.0, 1.5 and 4.5.
        assertThat(metrics.differing()).isEqualTo(2);
        assertThat(metrics.maxDifference()).isEqualTo(1.5);
        assertThat(metrics.maxSteps()).isEqualTo(3);
    }
}
