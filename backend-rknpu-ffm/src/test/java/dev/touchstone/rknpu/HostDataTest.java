package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.rknpu.ddk.Precision;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All 256 bytes and some more, so that their number is no multiple of a machine word. */
final class HostDataTest {
    private static final int COUNT = 259;
    private static final TensorType TYPE = TensorType.int8(dev.touchstone.tensor.Shape.of(COUNT), 0.5f);

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"UINT8", "INT8"})
    void codesBecomeTheBytesOfTheRepresentation(Precision representation) {
        var codes = new byte[COUNT];
        for (int i = 0; i < COUNT; i++) {
            codes[i] = (byte) Math.max((byte) i, -127);
        }
        var buffer = MemorySegment.ofArray(new byte[COUNT]);
        new HostData(representation, COUNT).put(Tensor.of(TYPE, codes), buffer);
        for (int i = 0; i < COUNT; i++) {
            int offset = representation == Precision.UINT8 ? 128 : 0;
            assertThat(buffer.get(ValueLayout.JAVA_BYTE, i)).isEqualTo((byte) (codes[i] + offset));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"UINT8", "INT8"})
    void bytesBecomeCodesOfWhichNoneIsBelowMinus127(Precision representation) {
        var bytes = new byte[COUNT];
        for (int i = 0; i < COUNT; i++) {
            bytes[i] = (byte) i;
        }
        var codes = Tensor.allocate(TYPE);
        var data = new HostData(representation, COUNT);
        data.get(MemorySegment.ofArray(bytes), codes);
        var numbers = Tensor.allocate(TensorType.float32(COUNT));
        data.dequantize(MemorySegment.ofArray(bytes), 0.5f, numbers);
        for (int i = 0; i < COUNT; i++) {
            int offset = representation == Precision.UINT8 ? 128 : 0;
            int expected = Math.max((byte) (i - offset), -127);
            assertThat((int) codes.toBytes()[i]).isEqualTo(expected);
            assertThat(numbers.toFloats()[i]).isEqualTo(expected * 0.5f);
        }
    }
}
