package dev.touchstone.cli.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** Expected values come from a Python program with integers of unlimited size. */
class FillPatternTest {
    @Test
    void fillsFloatsExactlyInMinusOneToOne() {
        assertThat(fill("image", DataType.FLOAT32).floats())
                .containsExactly(0.38353145f, 0.8967563f, 0.26257014f, -0.90038824f, -0.43792677f, -0.33398223f);
    }

    @Test
    void fillsIntegers() {
        assertThat(fill("image", DataType.INT8).bytes()).containsExactly(-35, 6, -84, -105, 25, 2);
        assertThat(fill("image", DataType.UINT8).bytes())
                .containsExactly((byte) 149, (byte) 62, (byte) 64, (byte) 152, (byte) 171, (byte) 13);
        assertThat(fill("image", DataType.INT32).ints()).containsExactly(5, 14, 0, 8, 11, 13);
        assertThat(fill("image", DataType.INT64).longs()).containsExactly(5, 14, 0, 8, 11, 13);
        assertThat(fill("image", DataType.BOOL).bytes()).containsExactly(1, 0, 0, 0, 1, 1);
    }

    @Test
    void dependsOnTheName() {
        assertThat(fill("x", DataType.FLOAT32).floats()).startsWith(-0.59758353f, 0.6170535f, 0.2866472f);
        assertThat(fill("\u540d", DataType.FLOAT32).floats()).startsWith(0.9499397f, 0.46819282f);
    }

    private static Tensor fill(String name, DataType type) {
        return FillPattern.fill(name, TensorType.of(type, Shape.of(2, 3)));
    }
}
