package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules M2, M3 and M5, the same for every operator that moves elements: bits are copied, or requantized by N10. */
class DataMovementTest {
    /** Operators that give the elements of a [3, 85] tensor, all of them, in some order. */
    static Stream<Operator> permuting() {
        return Stream.of(
                new Reshape(List.of(5, -1)),
                new Flatten(List.of()),
                new Squeeze(List.of()),
                new Unsqueeze(List.of(1, 0)),
                new Identity(),
                new Transpose(List.of(1, 0)),
                new Slice(List.of(0, 1), List.of(2, 0), List.of(3, 85), List.of(-1, 1)),
                new Concat(1),
                new Stack(0),
                new Split(0, List.of(3)),
                new Pad(Pad.Mode.EDGE, List.of(0, 0), List.of(0, 0), 0),
                new Pad(Pad.Mode.CONSTANT, List.of(0, 0), List.of(0, 0), 9));
    }

    @ParameterizedTest
    @MethodSource("permuting")
    void copiesBitsWhenScalesAreEqual(Operator operator) {
        var x = Given.int8(0.05f, Shape.of(3, 85), Given.everyStep(1).bytes());
        assertThat(Given.runInt8(operator, 0.05f, x)).containsExactlyInAnyOrder(x.bytes());
    }

    /** Twice the steps saturate from 64 on; half of them are ties, half of which go down to even. */
    @ParameterizedTest
    @MethodSource("permuting")
    void requantizesEachElementWhenScalesDiffer(Operator operator) {
        var x = Given.int8(0.5f, Shape.of(3, 85), Given.everyStep(1).bytes());
        byte[] moved = Given.runInt8(operator, 0.5f, x);
        byte[] requantized = Given.runInt8(operator, 0.25f, x);
        byte[] halved = Given.runInt8(operator, 1f, x);
        for (int i = 0; i < moved.length; i++) {
            assertThat(requantized[i]).isEqualTo(Exact.saturate(Exact.of(moved[i] * 2)));
            assertThat(halved[i]).isEqualTo(Exact.saturate(Exact.of(moved[i] * 0.5)));
        }
    }

    @ParameterizedTest
    @MethodSource("permuting")
    void keepsThePayloadsOfNan(Operator operator) {
        var x = Given.counting(DataType.FLOAT32, 3, 85);
        Arrays.fill(x.floats(), Float.intBitsToFloat(0x7fc0beef));
        x.floats()[7] = Float.intBitsToFloat(0xff80dead);
        assertThat(Given.run(operator, x).segment().toArray(ValueLayout.JAVA_INT_UNALIGNED))
                .contains(0xff80dead)
                .containsOnly(0xff80dead, 0x7fc0beef);
    }

    @Test
    void requantizesTheInputsOfAConcatenationEachFromItsScale() {
        var a = Given.int8(0.05f, Shape.of(2, 2), "100 -3 5 7");
        var b = Given.int8(0.1f, Shape.of(2, 1), "100 -51");
        assertThat(Given.runInt8(new Concat(-1), 0.1f, a, b)).containsExactly(50, -2, 100, 2, 4, -51);
        assertThat(Given.runInt8(new Stack(0), 0.1f, a, Given.int8(0.1f, Shape.of(2, 2), "1 2 3 4")))
                .containsExactly(50, -2, 2, 4, 1, 2, 3, 4);
    }

    @Test
    void requantizesTheOutputsOfASplitEachToItsScale() {
        var x = Given.int8(0.1f, Shape.of(4), "100 -51 7 9");
        var node = OneNode.node(new Split(0, List.of(1, 3)), Given.fedAll(x), null);
        var types = List.of(TensorType.int8(Shape.of(1), 0.1f), TensorType.int8(Shape.of(3), 0.05f));
        var outputs = types.stream().map(Tensor::allocate).toList();
        var typed = new Node(
                "split",
                node.operator(),
                node.inputs(),
                List.of(Value.variable("a", types.get(0)), Value.variable("b", types.get(1))));
        Kernels.prepare(typed).run(List.of(x), outputs);
        assertThat(outputs.get(0).bytes()).containsExactly(100);
        assertThat(outputs.get(1).bytes()).containsExactly(-102, 14, 18);
    }
}
