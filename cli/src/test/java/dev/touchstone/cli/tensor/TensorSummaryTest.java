package dev.touchstone.cli.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import org.junit.jupiter.api.Test;

class TensorSummaryTest {
    @Test
    void findsSmallestMeanAndLargest() {
        var summary = TensorSummary.of(Tensor.of(new float[] {1.5f, -2, 3.5f}, 3));

        assertThat(summary.min()).isEqualTo(-2);
        assertThat(summary.mean()).isEqualTo(1);
        assertThat(summary.max()).isEqualTo(3.5);
    }

    @Test
    void readsBytesByTheirSign() {
        var bytes = new byte[] {(byte) 200, 100};

        assertThat(TensorSummary.of(Tensor.of(TensorType.of(DataType.UINT8, Shape.of(2)), bytes))
                        .max())
                .isEqualTo(200);
        assertThat(TensorSummary.of(Tensor.of(TensorType.of(DataType.INT8, Shape.of(2)), bytes))
                        .min())
                .isEqualTo(-56);
    }

    @Test
    void doesNotHideNaN() {
        var summary = TensorSummary.of(Tensor.of(new float[] {1, Float.NaN, 3}, 3));

        assertThat(summary.min()).isNaN();
        assertThat(summary.max()).isNaN();
    }

    /** As {@code printf abc | sha256sum}. */
    @Test
    void hashesTheElementsBytes() {
        var tensor = Tensor.of(TensorType.of(DataType.INT8, Shape.of(3)), new byte[] {'a', 'b', 'c'});

        assertThat(TensorSummary.of(tensor).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
