package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Conv2dTest {
    private static final Shape IMAGE = Shape.of(1, 48, 7, 7);

    private static TensorType f(int... extents) {
        return TensorType.float32(extents);
    }

    private static Conv2d conv(int stride, Padding padding, int dilation, int groups) {
        return new Conv2d(new Hw(stride, stride), padding, new Hw(dilation, dilation), groups, Activation.NONE);
    }

    @Test
    void plainHasStrideOneAndNothingElse() {
        assertThat(Conv2d.plain())
                .isEqualTo(new Conv2d(new Hw(1, 1), Padding.NONE, new Hw(1, 1), 1, Activation.NONE))
                .hasToString("Conv2d[stride=1x1, padding=0, dilation=1x1, groups=1, activation=none]");
        assertThat(Conv2d.plain().withActivation(Activation.RELU).activation()).isEqualTo(Activation.RELU);
        assertThat(Conv2d.plain().name()).isEqualTo("conv2d");
    }

    @ParameterizedTest
    @CsvSource({
        // in, kernel, stride, dilation, before, after, out
        "224, 3, 2, 1, 1, 1, 112", // (226 - 3) / 2 + 1 = 111 + 1
        "7, 3, 1, 1, 0, 1, 6",
        "7, 3, 1, 1, 2, 0, 7",
        "7, 3, 1, 2, 0, 0, 3", // reach 5
        "10, 3, 3, 3, 0, 0, 2", // (10 - 7) / 3 + 1
        "5, 5, 9, 1, 0, 0, 1",
        "2, 3, 2, 1, 0, 0, 1", // (2 - 3) / 2 truncates to 0
        "1, 3, 3, 1, 0, 0, 1", // (1 - 3) / 3 truncates to 0
        "1, 1, 1, 1, 3, 3, 7"
    })
    void sizeIsThePaddedInputMinusTheReachByTruncatingDivision(
            int in, int kernel, int stride, int dilation, int before, int after, int out) {
        var conv = conv(stride, Padding.explicit(before, after, after, before), dilation, 1);

        var g = conv.geometry(Shape.of(1, 1, in, in), Shape.of(1, 1, kernel, kernel));

        assertThat(g.outH()).isEqualTo(out);
        assertThat(g.outW()).isEqualTo(out);
    }

    @ParameterizedTest
    @CsvSource({
        // in, kernel, stride, before, after, out = ceil(in / stride)
        "7, 3, 1, 1, 1, 7",
        "7, 2, 2, 0, 1, 4", // total (4-1)*2 + 2 - 7 = 1
        "224, 3, 2, 0, 1, 112", // total 111*2 + 3 - 224 = 1
        "224, 7, 2, 2, 3, 112", // total 111*2 + 7 - 224 = 5
        "8, 1, 3, 0, 0, 3", // total 2*3 + 1 - 8 < 0
        "5, 4, 1, 1, 2, 5",
        "1, 3, 2, 1, 1, 1"
    })
    void samePaddingPutsTheOddRowAtTheEnd(int in, int kernel, int stride, int before, int after, int out) {
        var g = conv(stride, Padding.SAME, 1, 1).geometry(Shape.of(1, 1, in, in), Shape.of(1, 1, kernel, kernel));

        assertThat(g.padding()).isEqualTo(Padding.explicit(before, after, before, after));
        assertThat(g.outH()).isEqualTo(out);
    }

    @Test
    void samePaddingResetsTheDilation() {
        var g = conv(1, Padding.SAME, 2, 1).geometry(Shape.of(1, 1, 7, 7), Shape.of(1, 1, 3, 3));

        assertThat(g.dilation()).isEqualTo(Hw.ONE);
        assertThat(g.padding()).isEqualTo(Padding.explicit(1, 1, 1, 1));
        assertThat(g.outH()).isEqualTo(7);
    }

    @Test
    void validPaddingKeepsTheDilation() {
        var g = conv(1, Padding.VALID, 2, 1).geometry(Shape.of(1, 1, 7, 7), Shape.of(1, 1, 3, 3));

        assertThat(g.dilation()).isEqualTo(new Hw(2, 2));
        assertThat(g.outH()).isEqualTo(3);
    }

    @Test
    void heightAndWidthAreIndependent() {
        var conv = new Conv2d(new Hw(2, 3), Padding.explicit(1, 0, 2, 1), new Hw(1, 2), 1, Activation.NONE);

        // (9 + 1 - 2) / 2 + 1 = 5; (10 + 3 - 5) / 3 + 1 = 3
        assertThat(conv.infer(List.of(f(2, 3, 9, 10), f(4, 3, 2, 3)))).containsExactly(f(2, 4, 5, 3));
    }

    @Test
    void depthwiseMayHaveSeveralOutputsForEachChannel() {
        var conv = conv(1, Padding.NONE, 1, 2);

        assertThat(conv.infer(List.of(f(1, 2, 3, 3), f(4, 1, 3, 3), f(4)))).containsExactly(f(1, 4, 1, 1));
        assertThat(conv.geometry(Shape.of(1, 2, 3, 3), Shape.of(4, 1, 3, 3)).isDepthwise())
                .isTrue();
        assertThat(conv.geometry(Shape.of(1, 4, 3, 3), Shape.of(4, 2, 3, 3)).isDepthwise())
                .isFalse();
    }

    @Test
    void int8GivesFloatUnlessTheGraphSaysOtherwise() {
        var x = TensorType.int8(Shape.of(1, 3, 4, 4), 0.5f);
        var filter = new TensorType(
                DataType.INT8, Shape.of(2, 3, 1, 1), new Quantization.PerChannel(0, List.of(0.1f, 0.2f)));

        assertThat(Conv2d.plain().infer(List.of(x, filter, TensorType.of(DataType.INT32, Shape.of(2)))))
                .containsExactly(f(1, 2, 4, 4));
    }

    @Test
    void aNodeNamesChannelsFoundAndExpected() {
        Expected.refusal(
                () -> GraphBuilder.infer(
                        "conv2d_3",
                        Conv2d.plain(),
                        List.of(Value.variable("x", TensorType.float32(IMAGE)), Value.variable("w", f(64, 32, 3, 3)))),
                "conv2d_3 (conv2d): filter has 32 input channels per group, input has 48 in 1 group; expected 48");
    }

    @Test
    void refusesChannelsThatDoNotFitTheGroups() {
        var x = TensorType.float32(IMAGE);
        Expected.refusal(
                conv(1, Padding.NONE, 1, 2),
                List.of(x, f(64, 32, 3, 3)),
                "filter has 32 input channels per group, input has 48 in 2 groups; expected 24");
        Expected.refusal(
                conv(1, Padding.NONE, 1, 5),
                List.of(x, f(65, 9, 3, 3)),
                "filter has 9 input channels per group, input has 48 in 5 groups; expected a multiple of 5 channels");
        Expected.refusal(
                conv(1, Padding.NONE, 1, 2),
                List.of(x, f(65, 24, 3, 3)),
                "filter has 65 output channels; expected a multiple of the 2 groups");
    }

    @Test
    void refusesRanksAndArity() {
        Expected.refusal(Conv2d.plain(), List.of(f(1, 48), f(64, 48, 3, 3)), "input [1, 48] has rank 2; expected 4");
        Expected.refusal(
                Conv2d.plain(), List.of(f(1, 48, 7, 7), f(64, 48, 3)), "filter [64, 48, 3] has rank 3; expected 4");
        Expected.refusal(Conv2d.plain(), List.of(f(1, 48, 7, 7)), "has 1 input; expected 2 to 3");
        Expected.refusal(Conv2d.plain(), Collections.nCopies(4, f(1, 1, 1, 1)), "has 4 inputs; expected 2 to 3");
    }

    @Test
    void refusesOperandsOfDifferentKinds() {
        var q = TensorType.int8(Shape.of(1, 3, 4, 4), 0.5f);
        Expected.refusal(
                Conv2d.plain(),
                List.of(q, f(2, 3, 1, 1)),
                "operands are int8[1, 3, 4, 4] scale 0.5 and float32[2, 3, 1, 1]; expected both float32 or both int8"
                        + " with scales");
        Expected.refusal(
                Conv2d.plain(),
                List.of(q, TensorType.of(DataType.INT8, Shape.of(2, 3, 1, 1))),
                "operands are int8[1, 3, 4, 4] scale 0.5 and int8[2, 3, 1, 1]; expected both float32 or both int8"
                        + " with scales");
    }

    @Test
    void refusesScalesAlongTheWrongAxis() {
        var q = TensorType.int8(Shape.of(1, 3, 4, 4), 0.5f);
        var alongInputs = new Quantization.PerChannel(1, List.of(0.1f, 0.2f, 0.3f));
        Expected.refusal(
                Conv2d.plain(),
                List.of(q, new TensorType(DataType.INT8, Shape.of(2, 3, 1, 1), alongInputs)),
                "weight has 3 scales along axis 1; expected one scale, or one for each index of axis 0");
        Expected.refusal(
                Conv2d.plain(),
                List.of(
                        new TensorType(DataType.INT8, Shape.of(1, 3, 4, 4), alongInputs),
                        TensorType.int8(Shape.of(2, 3, 1, 1), 0.5f)),
                "input has 3 scales along axis 1; expected one scale");
    }

    @Test
    void refusesABiasOfAnotherLengthOrType() {
        var x = f(1, 3, 4, 4);
        var filter = f(2, 3, 1, 1);
        Expected.refusal(Conv2d.plain(), List.of(x, filter, f(3)), "bias [3] has 3 elements; expected [2]");
        Expected.refusal(Conv2d.plain(), List.of(x, filter, f(1, 1, 2)), "bias [1, 1, 2] has 2 elements; expected [2]");
        Expected.refusal(
                Conv2d.plain(),
                List.of(x, filter, TensorType.of(DataType.INT32, Shape.of(2))),
                "bias is int32; expected float32");
        Expected.refusal(
                Conv2d.plain(),
                List.of(
                        TensorType.int8(x.shape(), 1),
                        TensorType.int8(filter.shape(), 1),
                        TensorType.of(DataType.INT64, Shape.of(2))),
                "bias is int64; expected float32, or int32 in accumulator units");
    }

    @Test
    void refusesAKernelThatReachesTooFar() {
        Expected.refusal(
                Conv2d.plain(),
                List.of(f(1, 1, 2, 9), f(1, 1, 3, 3)),
                "kernel reaches over 3 of the padded height 2; expected less than 3");
        Expected.refusal(
                conv(2, Padding.explicit(0, 0, 1, 0), 3, 1),
                List.of(f(1, 1, 9, 2), f(1, 1, 3, 3)),
                "kernel reaches over 7 of the padded width 3; expected less than 5");
    }

    @Test
    void arithmeticBeyond32BitsIsRefusedNotWrapped() {
        int most = Integer.MAX_VALUE;
        Expected.refusal(
                conv(1, Padding.explicit(most, most, 0, 0), 1, 1),
                List.of(f(1, 1, 3, 3), f(1, 1, 3, 3)),
                "output height is 4294967295; expected at most 2147483647");
        Expected.refusal(
                conv(1, Padding.NONE, most, 1),
                List.of(f(1, 1, 3, 3), f(1, 1, 3, 3)),
                "kernel reaches over 4294967295 of the padded height 3; expected less than 4");
        Expected.refusal(
                conv(1, Padding.explicit(1 << 20, 0, 1 << 20, 0), 1, 1),
                List.of(f(1, 1, 3, 3), f(1, 1, 3, 3)),
                "shape [1, 1, 1048577, 1048577]: more than 2147483639 elements, the most that one tensor can hold");
        Expected.refusal(
                conv(1, Padding.NONE, 1, most),
                List.of(f(1, 1, 3, 3), f(1, 3, 3, 3)),
                "filter has 3 input channels per group, input has 1 in 2147483647 groups; expected a multiple of"
                        + " 2147483647 channels");
    }

    @Test
    void refusesAttributesBelowOne() {
        Expected.refusal(() -> conv(0, Padding.NONE, 1, 1), "stride is 0; expected 1 or more");
        Expected.refusal(() -> conv(1, Padding.NONE, -1, 1), "dilation is -1; expected 1 or more");
        Expected.refusal(() -> conv(1, Padding.NONE, 1, 0), "groups is 0; expected 1 or more");
        Expected.refusal(() -> Padding.explicit(0, -1, 0, 0), "padding is [0, -1, 0, 0]; expected 0 or more each");
        Expected.refusal(
                () -> new Padding(Padding.Mode.SAME, 1, 0, 0, 0),
                "padding is SAME [1, 0, 0, 0]; expected no numbers with SAME");
    }
}
