package dev.touchstone.interop.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidInputException;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "x86_64"},
        disabledReason = "ND4J's native library is fetched for linux-x86_64 only")
final class NdArraysTest {
    /** 0 to 23, row-major. */
    private static INDArray counting(long... shape) {
        return Nd4j.arange(24).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT).reshape('c', shape);
    }

    @Test
    void aCopyHasTheElementsInRowMajorOrderWhateverTheArraysOrder() {
        var rows = counting(2, 3, 4);
        var columns = rows.dup('f');

        assertThat(columns.ordering()).isEqualTo('f');
        assertThat(NdArrays.toTensor(columns).type()).isEqualTo(TensorType.float32(2, 3, 4));
        assertThat(NdArrays.toTensor(columns).floats())
                .isEqualTo(NdArrays.toTensor(rows).floats());
        assertThat(NdArrays.toTensor(rows).floats()[23]).isEqualTo(23);
    }

    @Test
    void aCopyOfAPermutedArrayFollowsItsIndices() {
        var permuted = counting(2, 3, 4).permute(2, 0, 1);

        assertThat(NdArrays.toTensor(permuted).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(NdArrays.toTensor(permuted).floats()).startsWith(0, 4, 8, 12, 16, 20, 1, 5);
    }

    @Test
    void aCopyOfAViewHoldsTheViewsElementsOnly() {
        var part = counting(2, 3, 4).get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.interval(1, 3));

        assertThat(NdArrays.toTensor(part).floats()).containsExactly(13, 14, 17, 18, 21, 22);
    }

    @Test
    void aCopyIsIndependent() {
        var array = counting(24);
        var tensor = NdArrays.toTensor(array);
        array.putScalar(0, 99);

        assertThat(tensor.floats()[0]).isZero();
        assertThat(tensor.isWholeArray()).isTrue();
    }

    @Test
    void aViewSharesMemoryBothWays() {
        var array = counting(2, 3, 4);
        var tensor = NdArrays.view(array);
        array.putScalar(new int[] {0, 1, 1}, 99);
        tensor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, 1, -7);

        assertThat(tensor.toFloats()).startsWith(0, -7, 2, 3, 4, 99);
        assertThat(array.getFloat(0, 0, 1)).isEqualTo(-7);
    }

    @Test
    void aViewOfAPartStartsAtThePart() {
        var second = counting(2, 3, 4).get(NDArrayIndex.point(1));

        assertThat(NdArrays.view(second).toFloats()).startsWith(12, 13).hasSize(12);
    }

    @Test
    void aViewKeepsTheArrayAlive() {
        var tensor = NdArrays.view(Nd4j.ones(org.nd4j.linalg.api.buffer.DataType.FLOAT, 1 << 16));
        for (int i = 0; i < 3; i++) {
            System.gc();
            Nd4j.ones(org.nd4j.linalg.api.buffer.DataType.FLOAT, 1 << 16).muli(7);
        }

        assertThat(tensor.toFloats()).containsOnly(1);
    }

    @Test
    void aViewOfOtherOrderIsRefused() {
        assertThatThrownBy(() -> NdArrays.view(counting(2, 12).dup('f')))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("array of shape [2, 12] has order 'f' and strides [1, 2]; a view needs dense row-major"
                        + " elements (copy with toTensor)");
        assertThatThrownBy(() -> NdArrays.view(counting(4, 6).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3))))
                .hasMessageContaining("has order 'c' and strides [6, 1]; a view needs");
    }

    @Test
    void axesOfExtentOneDoNotDisturbAView() {
        var column = counting(2, 12)
                .get(NDArrayIndex.interval(0, 1), NDArrayIndex.all())
                .permute(1, 0);

        assertThat(column.shape()).containsExactly(12, 1);
        assertThat(NdArrays.view(column).toFloats()).startsWith(0, 1, 2);
    }

    @ParameterizedTest
    @CsvSource({"BYTE, INT8", "UBYTE, UINT8", "INT, INT32", "LONG, INT64", "FLOAT, FLOAT32"})
    void elementTypesCorrespond(String theirs, DataType ours) {
        var array = Nd4j.createFromArray(1, 2, 100).castTo(org.nd4j.linalg.api.buffer.DataType.valueOf(theirs));
        var tensor = NdArrays.toTensor(array);

        assertThat(tensor.type()).isEqualTo(TensorType.of(ours, Shape.of(3)));
        assertThat(NdArrays.fromTensor(tensor)).isEqualTo(array);
        assertThat(NdArrays.fromTensor(tensor).dataType()).isEqualTo(array.dataType());
    }

    @Test
    void valuesKeepTheirBits() {
        assertThat(NdArrays.toTensor(Nd4j.createFromArray(new byte[] {-128, -1, 127}))
                        .bytes())
                .containsExactly(-128, -1, 127);
        assertThat(NdArrays.toTensor(Nd4j.createFromArray(1L << 40, -3L)).longs())
                .containsExactly(1L << 40, -3);
        assertThat(NdArrays.toTensor(Nd4j.createFromArray(true, false, true)).bytes())
                .containsExactly(1, 0, 1);
        assertThat(NdArrays.toTensor(Nd4j.createFromArray(-0f, Float.NaN, Float.NEGATIVE_INFINITY))
                        .floats())
                .containsExactly(-0f, Float.NaN, Float.NEGATIVE_INFINITY);
    }

    @Test
    void aScaleMakesIntegersQuantized() {
        var tensor = NdArrays.toTensor(Nd4j.createFromArray(new byte[] {1, 2}), 0.5f);

        assertThat(tensor.type()).isEqualTo(TensorType.int8(Shape.of(2), 0.5f));
        assertThatThrownBy(() -> NdArrays.toTensor(counting(24), 0.5f))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("array is FLOAT; only BYTE can have a scale (quantize to int8 first)");
    }

    @Test
    void arraysOfOtherTypesAreRefusedWithTheCastThatHelps() {
        assertThatThrownBy(() -> NdArrays.toTensor(Nd4j.createFromArray(1.0, 2.0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("array is DOUBLE; tensors are FLOAT, BYTE, UBYTE, INT, LONG or BOOL"
                        + " (castTo(DataType.FLOAT))");
        assertThatThrownBy(() -> NdArrays.toTensor(Nd4j.createFromArray((short) 1, (short) 2)))
                .hasMessageEndingWith("(castTo(DataType.INT))");
        assertThatThrownBy(() -> NdArrays.toTensor(Nd4j.empty(org.nd4j.linalg.api.buffer.DataType.FLOAT)))
                .hasMessageEndingWith("is empty; a tensor has one element or more");
    }

    @Test
    void anArrayOfEitherOrderHasTheTensorsIndices() {
        var tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        var columns = NdArrays.fromTensor(tensor, 'f');

        assertThat(columns.ordering()).isEqualTo('f');
        assertThat(columns.getFloat(0, 2)).isEqualTo(3);
        assertThat(columns.getFloat(1, 0)).isEqualTo(4);
        assertThat(NdArrays.toTensor(columns).floats()).isEqualTo(tensor.floats());
        assertThatThrownBy(() -> NdArrays.fromTensor(tensor, 'x')).hasMessage("order is 'x'; expected 'c' or 'f'");
    }

    @Test
    void anArrayFromATensorIsACopyAndDropsTheScale() {
        var tensor = Tensor.of(TensorType.int8(Shape.of(3), 0.1f), new byte[] {1, 2, 3});
        var array = NdArrays.fromTensor(tensor);
        tensor.bytes()[0] = 9;

        assertThat(array.dataType()).isEqualTo(org.nd4j.linalg.api.buffer.DataType.INT8);
        assertThat(array.getInt(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4", "5", "6"})
    void everyRankGoesThereAndBack(int rank) {
        var extents = new int[rank];
        Arrays.setAll(extents, i -> i % 3 + 1);
        var shape = Shape.of(extents);
        var values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 2.5f;
        }
        var tensor = Tensor.of(TensorType.float32(shape), values);

        assertThat(NdArrays.toTensor(NdArrays.fromTensor(tensor)).type()).isEqualTo(tensor.type());
        assertThat(NdArrays.toTensor(NdArrays.fromTensor(tensor)).floats()).isEqualTo(values);
        assertThat(NdArrays.toTensor(NdArrays.fromTensor(tensor, 'f')).floats()).isEqualTo(values);
    }
}
