package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.backend.Support;
import dev.touchstone.op.*;
import dev.touchstone.tensor.DataType;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordCodecTest {
    private static final Window WINDOW =
            new Window.Sliding(new Hw(3, 2), new Hw(1, 2), Padding.explicit(1, 0, 2, 3), true);

    /** One of each kind, with attributes that differ from each other where they can. */
    static List<Operator> operators() {
        return List.of(
                new Abs(),
                new Add(-1),
                new ArgMax(ArgMax.Kind.MIN, 1, true, DataType.INT32),
                new BatchNorm(1e-5f),
                new Cast(DataType.INT64),
                new Ceil(),
                new Clip(-0.5f, 6),
                new Concat(2),
                new Conv2d(new Hw(2, 1), Padding.SAME, new Hw(1, 3), 4, new Activation.HardSwish(6, 5, 3)),
                new Dequantize(),
                new Div(1),
                new Elu(0.7f),
                new Exp(),
                new FakeDequantize(1, 127),
                new FakeQuantize(FakeQuantize.Order.ROUND_THEN_CLIP, 8, 0, true, false),
                new Flatten(List.of(1)),
                new Floor(),
                new FullyConnected(1, new Activation.Relu6(6)),
                new Gelu(true),
                new HardSigmoid(0.2f, 0.5f),
                new HardSwish(6, 5, 3),
                new Identity(),
                new L2Norm(1, 1e-10f),
                new LeakyRelu(0.1f),
                new Log(),
                new MatMul(true, false, 0.5f),
                new Max(0),
                new MaxPool2dWithIndex(WINDOW),
                new Min(0),
                new Mish(),
                new Mul(-1),
                new PNorm(2, 1, true),
                new Pad(Pad.Mode.EDGE, List.of(0, 1), List.of(2, 3), 0.25f),
                new Pool2d(Pool2d.Kind.AVERAGE, WINDOW, true),
                new Pow(-1),
                new Prelu(Prelu.Mode.CHANNEL),
                new Quantize(0.5f),
                new Reciprocal(),
                new Reduce(Reduce.Kind.PRODUCT, List.of(2, 3), false),
                new Relu(),
                new Relu6(6),
                new Requantize(0.25f),
                new Reshape(List.of(0, -1)),
                new Resize(Resize.Method.BILINEAR, new Hw(7, 9), Resize.Coordinates.HALF_PIXEL, List.of(0.5f, 0.25f)),
                new Round(),
                new Rsqrt(),
                new Scale(2, 1, true),
                new ShapeOf(),
                new Sigmoid(),
                new Slice(List.of(2), List.of(5), List.of(3), List.of(-1)),
                new Softmax(1),
                new Softplus(),
                new Split(1, List.of(3, 4)),
                new Sqrt(),
                new Square(),
                new Squeeze(List.of(0)),
                new Stack(1),
                new Sub(1),
                new Swish(1.5f),
                new Tanh(),
                new Transpose(List.of(0, 2, 3, 1)),
                new Unsqueeze(List.of(0, 2)));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void everyOperatorComesBackAsItWas(Operator operator) {
        var out = new WireWriter();
        RecordCodec.write(out, Operator.class, operator);
        var in = new WireReader(FrameType.COMPILE, out.toBytes());

        assertThat(RecordCodec.read(in, Operator.class)).isEqualTo(operator);
        in.end();
    }

    @Test
    void noOperatorIsMissingAbove() {
        var known = new TreeSet<String>();
        records(Operator.class).forEach(c -> known.add(c.getSimpleName()));

        assertThat(operators())
                .extracting(o -> o.getClass().getSimpleName())
                .containsExactlyInAnyOrderElementsOf(known);
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(RecordCodecTest::records);
    }

    @Test
    void writesTheBytesThatTheDocumentationShows() {
        var out = new WireWriter();
        RecordCodec.write(
                out,
                Operator.class,
                new Conv2d(new Hw(2, 1), Padding.explicit(1, 0, 1, 0), Hw.ONE, 1, Activation.RELU));

        assertThat(HexFormat.of().formatHex(out.toBytes()))
                .isEqualTo("06000000" + "436f6e763264" // Conv2d
                        + "02000000" + "01000000" // stride 2, 1
                        + "08000000" + "4558504c49434954" // EXPLICIT
                        + "01000000" + "00000000" + "01000000" + "00000000" // top, bottom, left, right
                        + "01000000" + "01000000" // dilation
                        + "01000000" // groups
                        + "04000000" + "52656c75"); // Relu
    }

    @Test
    void refusesWhatTheRecordRefuses() {
        var out = new WireWriter();
        RecordCodec.write(out, Operator.class, new Elu(1));
        var bytes = out.toBytes();
        bytes[bytes.length - 1] = 0x7f; // The exponent of a NaN or an infinity.
        bytes[bytes.length - 2] = (byte) 0x80;

        assertThatThrownBy(() -> RecordCodec.read(new WireReader(FrameType.COMPILE, bytes), Operator.class))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("COMPILE frame, byte 11: Elu[Infinity]: ");
    }

    @Test
    void namesAnOperatorThatItDoesNotKnow() {
        var bytes = new WireWriter().string("Warp").toBytes();

        assertThatThrownBy(() -> RecordCodec.read(new WireReader(FrameType.SUPPORTS, bytes), Operator.class))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("SUPPORTS frame, byte 8: 'Warp' is no Operator that this version knows");
    }

    @Test
    void answersComeBackAsTheyWere() {
        var refusal = new Support.Unsupported("RANK", "input", "4 or less", "6", "reshape it, für alle");
        for (var support : List.of(Support.SUPPORTED, refusal)) {
            var out = new WireWriter();
            RecordCodec.write(out, Support.class, support);
            assertThat(RecordCodec.read(new WireReader(FrameType.DONE, out.toBytes()), Support.class))
                    .isEqualTo(support);
        }
    }
}
