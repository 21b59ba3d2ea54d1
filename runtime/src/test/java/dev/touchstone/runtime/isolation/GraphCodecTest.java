package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.model.Models;
import dev.touchstone.op.Activation;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Relu;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GraphCodecTest {
    private final Constants.Sent sent = new Constants.Sent();
    private final Constants.Received received = new Constants.Received(1 << 20);

    private byte[] encode(Graph graph) {
        sent.begin();
        var out = new WireWriter();
        GraphCodec.write(out, graph, sent);
        return out.toBytes();
    }

    private GraphBuilder decode(byte[] bytes) {
        received.begin();
        var in = new WireReader(FrameType.COMPILE, bytes);
        var builder = GraphCodec.readGraph(in, received);
        in.end();
        return builder;
    }

    /** Sends the elements of new constants as a connection does. */
    private void transferElements() throws IOException {
        var bytes = new ByteArrayOutputStream();
        TensorStream.send(new FrameOutput(bytes), sent.fresh());
        var in = new FrameInput(new ByteArrayInputStream(bytes.toByteArray()));
        TensorStream.receive(in::read, received.fresh());
        assertThat(in.read()).isNull();
    }

    private Graph transfer(Graph graph) throws IOException {
        var builder = decode(encode(graph));
        transferElements();
        return builder.build();
    }

    private static Graph small() {
        var builder = new GraphBuilder("small");
        var x = builder.input(
                Value.variable("x", TensorType.int8(Shape.of(1, 2), 0.5f)).withRange(63.5f));
        var weights = builder.constant(
                "w",
                Tensor.of(
                        new TensorType(
                                DataType.INT8,
                                Shape.of(2, 3),
                                new Quantization.PerChannel(1, List.of(0.5f, 0.25f, 0.125f))),
                        new byte[] {1, -2, 3, -4, 5, -127}));
        var y = builder.add("fc", new FullyConnected(1, Activation.NONE), x, weights);
        builder.output(builder.add("y", new Relu(), y));
        return builder.build();
    }

    @Test
    void aGraphComesBackAsItWas() throws IOException {
        var graph = small();
        var copy = transfer(graph);

        assertThat(copy.toText()).isEqualTo(graph.toText());
        assertThat(copy.inputs().getFirst().range()).isEqualTo(63.5f);
        var weights = copy.nodes().getFirst().input(1);
        assertThat(weights.type()).isEqualTo(graph.nodes().getFirst().input(1).type());
        assertThat(weights.constant()).isNotNull();
        assertThat(copy.constants().getFirst().constant())
                .extracting(Tensor::toBytes)
                .isEqualTo(new byte[] {1, -2, 3, -4, 5, -127});
    }

    @ParameterizedTest
    @EnumSource
    void aWholeModelComesBackAsItWas(Precision precision) throws IOException {
        var model = Models.read(Path.of("..", "models", "fashion", "model_int8"));
        var graph = Pipeline.prepare(model.graph(), precision).graph();
        var copy = transfer(graph);

        assertThat(copy.toText()).isEqualTo(graph.toText());
        for (int i = 0; i < graph.constants().size(); i++) {
            assertThat(elements(copy, i).segment().mismatch(elements(graph, i).segment()))
                    .as(graph.constants().get(i).name())
                    .isEqualTo(-1);
        }
    }

    private static Tensor elements(Graph graph, int constant) {
        return Objects.requireNonNull(graph.constants().get(constant).constant());
    }

    @Test
    void aConstantCrossesOnceAndIsForgottenByTheRule() throws IOException {
        var graph = small();
        transfer(graph);
        assertThat(sent.fresh()).hasSize(1);
        transfer(graph);
        assertThat(sent.fresh()).isEmpty();
        assertThat(received.fresh()).isEmpty();

        sent.forgetUsed();
        received.forgetUsed();
        var copy = transfer(graph);
        assertThat(sent.fresh()).hasSize(1);
        assertThat(elements(copy, 0).toBytes()).containsExactly(1, -2, 3, -4, 5, -127);
    }

    @Test
    void everyTruncationIsAFaultWithItsPlace() {
        var bytes = encode(small());
        for (int length = 0; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> decode(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("COMPILE frame, byte ");
        }
    }

    @Test
    void noChangeOfBytesDoesMoreThanRefuse() {
        long seed = 20_251_126;
        var random = new SplittableRandom(seed);
        var bytes = encode(small());
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            var changed = bytes.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                new GraphCodecTest().decode(changed).build();
            } catch (ProtocolException | InvalidGraphException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void refusesAnnouncementsThatCannotBeTrue() {
        var bytes = new WireWriter().string("g").i32(Integer.MAX_VALUE).toBytes();

        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("COMPILE frame, byte 9: announces 2147483647 items; the 0 bytes left hold at most 0");
    }

    @Test
    void refusesConstantsThatAreTooLargeBeforeTheyTakeMemory() {
        var huge = new WireWriter().string("g").i32(2);
        for (int i = 0; i < 2; i++) {
            TypeCodec.write(huge.string("c" + i), TensorType.float32(200_000));
            huge.bool(false).bool(true).i32(i);
        }

        assertThatThrownBy(() -> decode(huge.toBytes()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageEndingWith(": constants of 1600000 bytes; expected 1048576 or less");
    }

    @Test
    void refusesAConstantThatNobodyAnnounced() {
        var bytes = new WireWriter().string("g").i32(1);
        TypeCodec.write(bytes.string("c"), TensorType.float32(2));
        bytes.bool(false).bool(true).i32(4);

        assertThatThrownBy(() -> decode(bytes.toBytes()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageEndingWith(": constant 4 is not known; the next new one has number 0");
    }
}
