package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Add;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule N12: u means (u - 128) * scale. */
class Uint8KernelTest {
    @Test
    void zeroIsAHundredAndTwentyEight() {
        assertThat(steps(Given.run(new Relu(), uint8(0.5f, 128, 118, 128, 138))))
                .containsExactly(128, 128, 138);
    }

    @Test
    void sumsAreThoseOfTheRealNumbers() {
        // 10 + -5, -10 + 5, 4 + 0, in steps of 1.
        assertThat(steps(Given.run(new Add(-1), uint8(1, 128, 138, 118, 132), uint8(1, 128, 123, 133, 128))))
                .containsExactly(133, 123, 132);
    }

    @Test
    void operandsOfOtherScalesAreRequantized() {
        // The result has the first operand's scale; 6 steps of 1 are 3 steps of 2.
        assertThat(steps(Given.run(new Concat(0), uint8(2, 128, 130), uint8(1, 128, 134))))
                .containsExactly(130, 131);
    }

    @Test
    void constantsAreUint8Too() {
        var constant = OneNode.constant(uint8(1, 128, 123, 133));
        var operands = List.of(OneNode.fed(uint8(1, 128, 138, 118)), constant);

        assertThat(steps(OneNode.run(new Add(-1), operands, null).getFirst())).containsExactly(133, 123);
    }

    @Test
    void refusesOtherZeroPoints() {
        assertThat(Given.refusal(new Relu(), uint8(1, 3, 5)))
                .isEqualTo("QUANTIZATION: quantization of in0 is scale 1.0, zero point 3; supported: one scale and zero"
                        + " point 128");
    }

    @Test
    void withoutAScaleIntegersStayWhatTheyAre() {
        assertThat(Given.run(new Concat(0), Given.vector(DataType.UINT8, 0, 200), Given.vector(DataType.UINT8, 128))
                        .bytes())
                .containsExactly(0, 200, 128);
    }

    private static Tensor uint8(float scale, int zeroPoint, int... steps) {
        var type = new TensorType(DataType.UINT8, Shape.of(steps.length), new Quantization.PerTensor(scale, zeroPoint));
        return Tensor.of(type, bytes(steps));
    }

    private static byte[] bytes(int... steps) {
        var bytes = new byte[steps.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) steps[i];
        }
        return bytes;
    }

    private static List<Integer> steps(Tensor tensor) {
        return Arrays.stream(Given.numbers(tensor)).mapToObj(n -> (int) n).toList();
    }
}
