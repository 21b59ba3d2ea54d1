package dev.touchstone.conformance.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.judge.ComputationJudge;
import dev.touchstone.conformance.teeth.ForwardingBackend;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Reshape;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class ShrinkerTest {
    /** A backend of which only the verdict is known: it fails wherever a node is such. */
    private static Function<Computation, CaseResult> failsWhere(Predicate<Node> node) {
        return c ->
                c.graph().nodes().stream().anyMatch(node) ? new CaseResult.Failed("wrong") : new CaseResult.Passed();
    }

    private static Shrunk shrink(Computation failing, Function<Computation, CaseResult> judge) {
        return Shrinker.shrink(failing, judge.apply(failing), judge).orElseThrow();
    }

    private static Computation convolution() {
        var builder = new GraphBuilder("convolution");
        var x = builder.input("x", TensorType.int8(Shape.of(2, 6, 9, 8), 0.3f));
        var w = builder.constant("w", filled(TensorType.int8(Shape.of(4, 3, 3, 2), 0.07f)));
        var conv =
                new Conv2d(new Hw(2, 1), Padding.explicit(1, 0, 1, 1), new Hw(1, 2), 2, new Activation.LeakyRelu(0.3f));
        builder.output(builder.add("conv", conv, x, w));
        return new Computation(builder.build(), List.of(filled(x.type())));
    }

    private static Tensor filled(TensorType type) {
        var codes = new byte[type.shape().elements()];
        Arrays.setAll(new int[codes.length], i -> codes[i] = (byte) (i % 100 + 1));
        return Tensor.of(type, codes);
    }

    @Test
    void shapesAttributesScalesAndElementsAreReduced() {
        var smallest = shrink(convolution(), failsWhere(n -> n.operator() instanceof Conv2d));

        var node = smallest.computation().graph().nodes().getFirst();
        assertThat(smallest.operators()).isEqualTo(1);
        assertThat(smallest.elements()).isEqualTo(3);
        assertThat(node.operator())
                .isEqualTo(new Conv2d(Hw.ONE, Padding.explicit(0, 0, 0, 0), Hw.ONE, 1, Activation.NONE));
        assertThat(node.input(0).type()).isEqualTo(TensorType.int8(Shape.of(1, 1, 1, 1), 1));
        assertThat(smallest.computation().inputs().getFirst().toBytes()).containsExactly(0);
    }

    @Test
    void whatTheFailureNeedsStays() {
        var smallest = shrink(
                convolution(),
                failsWhere(n -> n.operator() instanceof Conv2d c && c.stride().h() == 2 && c.groups() == 2));

        var conv = (Conv2d) smallest.computation().graph().nodes().getFirst().operator();
        assertThat(conv.stride()).isEqualTo(new Hw(2, 1));
        assertThat(conv.groups()).isEqualTo(2);
        assertThat(conv.dilation()).isEqualTo(Hw.ONE);
        assertThat(smallest.elements()).isLessThanOrEqualTo(6);
    }

    @Test
    void theGuiltyNodeOfAGraphIsCutOut() {
        var builder = new GraphBuilder("graph");
        var x = builder.input("x", TensorType.float32(3, 4));
        var a = builder.add("a", new Relu(), x);
        var b = builder.add("b", new Add(-1), a, x);
        builder.output(builder.add("c", new Reshape(List.of(2, 6)), b));
        builder.output(a);
        var failing = new Computation(builder.build(), List.of(Tensor.of(new float[12], 3, 4)));

        var smallest = shrink(failing, failsWhere(n -> n.name().equals("b")));

        assertThat(smallest.computation().graph().nodes().getFirst().name()).isEqualTo("b");
        assertThat(smallest.operators()).isEqualTo(1);
        assertThat(smallest.elements()).isEqualTo(3);
    }

    @Test
    void aFaultOfTwoNodesTogetherKeepsBoth() {
        var builder = new GraphBuilder("graph");
        var value = builder.input("x", TensorType.float32(8));
        for (int i = 0; i < 9; i++) {
            value = builder.add("relu" + i, new Relu(), value);
        }
        builder.output(value);
        var failing = new Computation(builder.build(), List.of(Tensor.of(new float[8], 8)));
        Function<Computation, CaseResult> judge =
                c -> c.graph().nodes().size() >= 2 ? new CaseResult.Failed("fuses badly") : new CaseResult.Passed();

        assertThat(shrink(failing, judge).operators()).isEqualTo(2);
    }

    @Test
    void aWrongElementIsFoundAmongMany() {
        var backend = new ForwardingBackend((right, inputs, outputs, monitor) -> {
            right.run(inputs, outputs, monitor);
            float[] y = outputs.getFirst().floats();
            for (int i = 0; i < y.length; i++) {
                y[i] = y[i] == 7 ? 8 : y[i];
            }
        });
        var builder = new GraphBuilder("relu");
        builder.output(builder.add("relu", new Relu(), builder.input("x", TensorType.float32(5, 7, 9))));
        var elements = new float[5 * 7 * 9];
        elements[200] = 7;
        var failing = new Computation(builder.build(), List.of(Tensor.of(elements, 5, 7, 9)));

        var smallest = shrink(failing, c -> ComputationJudge.judge(backend, c));

        assertThat(smallest.computation().inputs().getFirst().toFloats()).containsExactly(7);
        assertThat(smallest.result().reason())
                .isEqualTo("output relu[0, 0, 0] is 8.0, expected 7.0 (1 of 1 element differs)");
    }

    @Test
    void theSameFailureShrinksTheSameWay() {
        var judge =
                failsWhere(n -> n.operator() instanceof Conv2d c && c.padding().top() == 1);

        var once = shrink(convolution(), judge);
        var again = shrink(convolution(), judge);

        assertThat(once.attempts()).isEqualTo(again.attempts());
        assertThat(once.computation().graph().toText())
                .isEqualTo(again.computation().graph().toText());
    }

    @Test
    void aFailureThatDoesNotComeBackIsNotReduced() {
        var runs = new AtomicInteger();
        Function<Computation, CaseResult> once =
                c -> runs.getAndIncrement() == 0 ? new CaseResult.Failed("once") : new CaseResult.Passed();
        var failing = convolution();

        assertThat(Shrinker.shrink(failing, once.apply(failing), once)).isEmpty();
    }

    @Test
    void onlyFailuresShrink() {
        var right = convolution();
        var result = ComputationJudge.judge(new ReferenceBackend(), right);

        assertThatThrownBy(() -> Shrinker.shrink(right, result, c -> result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the result is PASSED; expected a failure");
    }
}
