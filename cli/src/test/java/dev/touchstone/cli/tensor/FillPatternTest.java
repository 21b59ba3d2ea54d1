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
                .containsExactly(
                        0.38353145122528076f,
                        0.8967562913894653f,
                        0.2625701427459717f,
                        -0.900388240814209f,
                        -0.4379267692565918f,
                        -0.3339822292327881f);
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
        assertThat(fill("x", DataType.FLOAT32).floats())
                .startsWith(-0.597583532333374f, 0.6170535087585449f, 0.2866472005844116f);
        assertThat(fill("\u540d", DataType.FLOAT32).floats()).startsWith(0.9499397277832031f, 0.46819281578063965f);
    }

    private static Tensor fill(String name, DataType type) {
        return FillPattern.fill(name, TensorType.of(type, Shape.of(2, 3)));
    }
}
