package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FramesTest {
    private static byte[] framed(FrameType type, byte... payload) throws IOException {
        var bytes = new ByteArrayOutputStream();
        new FrameOutput(bytes).send(type, payload);
        return bytes.toByteArray();
    }

    private static FrameInput input(byte[] bytes) {
        return new FrameInput(new ByteArrayInputStream(bytes));
    }

    @Test
    void aFrameHasTheBytesThatTheDocumentationShows() throws IOException {
        // CRC-32C of "123456789" is e3069283 (the check value of its definition).
        assertThat(HexFormat.of().formatHex(framed(FrameType.DATA, "123456789".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("54534631" + "08000000" + "09000000" + "839206e3" + "313233343536373839");
    }

    @Test
    void readsWhatWasWrittenAndThenTheEnd() throws IOException {
        var in = input(framed(FrameType.RUN, (byte) 1, (byte) 2));
        var frame = Objects.requireNonNull(in.read());
        assertThat(frame.type()).isEqualTo(FrameType.RUN);
        assertThat(frame.payload()).containsExactly(1, 2);
        assertThat(in.read()).isNull();
    }

    @Test
    void refusesEveryChangeOfAByte() throws IOException {
        var bytes = framed(FrameType.DATA, (byte) 1, (byte) 2, (byte) 3);
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                var changed = bytes.clone();
                changed[i] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> input(changed).read())
                        .as("byte %d, bit %d", i, bit)
                        .isInstanceOfAny(ProtocolException.class, EOFException.class);
            }
        }
    }

    @Test
    void refusesAStreamThatEndsWithinAFrame() throws IOException {
        var bytes = framed(FrameType.DATA, (byte) 1, (byte) 2, (byte) 3);
        for (int length = 1; length < bytes.length; length++) {
            var cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> input(cut).read())
                    .isInstanceOf(EOFException.class)
                    .hasMessage("the stream ended within a frame");
        }
    }

    @Test
    void doesNotTakeMemoryForALie() {
        var header = HexFormat.of().parseHex("54534631" + "08000000" + "ffffff7f" + "00000000");
        assertThatThrownBy(() -> input(header).read())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("DATA frame announces 2147483647 bytes; expected 1048576 or less");
    }

    @Test
    void survivesRandomBytes() {
        long seed = 7;
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 10_000; round++) {
            var bytes = new byte[random.nextInt(1, 64)];
            random.nextBytes(bytes);
            assertThatThrownBy(() -> input(bytes).read())
                    .as("seed %d, round %d", seed, round)
                    .isInstanceOfAny(ProtocolException.class, EOFException.class);
        }
    }

    @Test
    void passesOverWhatComesBeforeTheGreeting() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("Welcome to Buildroot\ntouchstone-hos".getBytes(StandardCharsets.US_ASCII));
        var out = new FrameOutput(bytes);
        out.greet();
        out.send(FrameType.HELLO, new byte[0]);

        var in = input(bytes.toByteArray());
        assertThat(in.awaitGreeting()).isEqualTo("Welcome to Buildroot\ntouchstone-hos");
        assertThat(in.read()).extracting(Frame::type).isEqualTo(FrameType.HELLO);
    }

    @Test
    void tellsWhatCameInsteadOfTheGreeting() {
        assertThatThrownBy(() -> input("sh: touchstone: not found\n".getBytes(StandardCharsets.US_ASCII))
                        .awaitGreeting())
                .isInstanceOf(EOFException.class)
                .hasMessage("sh: touchstone: not found\n");
        assertThatThrownBy(() -> input("yes\n".repeat(40_000).getBytes(StandardCharsets.US_ASCII))
                        .awaitGreeting())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("no greeting of a host within the first 65536 bytes, which begin with"
                        + " 'yes\\x0ayes\\x0ayes\\x0ayes\\x0ayes\\x0ayes\\x0ayes\\x0ayes\\x0ayes\\x0ayes\\x0a';"
                        + " expected 'touchstone host' to answer");
    }

    @Test
    void elementsCrossInPartsAndMustFit() throws IOException {
        var values = new float[300_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.5f;
        }
        var bytes = new ByteArrayOutputStream();
        TensorStream.send(
                new FrameOutput(bytes), List.of(Tensor.of(values, values.length), Tensor.of(new float[] {7}, 1)));
        assertThat(bytes.size()).isEqualTo(3 * Frame.HEADER + 1_200_000 + 4);

        var first = Tensor.allocate(TensorType.float32(300_000));
        var second = Tensor.allocate(TensorType.float32(1));
        TensorStream.receive(input(bytes.toByteArray())::read, List.of(first, second));
        assertThat(first.toFloats()).isEqualTo(values);
        assertThat(second.toFloats()).containsExactly(7);

        var small = Tensor.allocate(TensorType.float32(2));
        assertThatThrownBy(() -> TensorStream.receive(input(bytes.toByteArray())::read, List.of(small)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("found 1048576 bytes of elements; 8 of float32[2] are left");
    }
}
