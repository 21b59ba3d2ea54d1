package dev.touchstone.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TensorTest {
    private static final Shape PAIR = Shape.of(2);

    private static void refused(ThrowingCallable making, String text) {
        assertThatThrownBy(making).isInstanceOf(InvalidGraphException.class).hasMessage(text);
    }

    @Test
    void anArrayIsViewedNotCopied() {
        var values = new float[] {1, 2};
        var tensor = Tensor.of(values, 2);
        values[0] = 7;

        assertThat(tensor.floats()).isSameAs(values);
        assertThat(tensor.toFloats()).containsExactly(7, 2).isNotSameAs(values);
        assertThat(tensor.type()).isEqualTo(TensorType.float32(2));
        assertThat(tensor.shape()).isEqualTo(PAIR);
    }

    @Test
    void everyArrayTypeHasItsFactory() {
        var longs = new long[] {1, 2};
        var ints = new int[] {1, 2};
        var bytes = new byte[] {1, 2};

        assertThat(Tensor.of(TensorType.of(DataType.INT64, PAIR), longs).longs())
                .isSameAs(longs);
        assertThat(Tensor.of(TensorType.of(DataType.INT32, PAIR), ints).ints()).isSameAs(ints);
        assertThat(Tensor.of(TensorType.int8(PAIR, 1), bytes).bytes()).isSameAs(bytes);
        assertThat(Tensor.of(TensorType.of(DataType.BOOL, PAIR), bytes).bytes()).isSameAs(bytes);
        assertThat(Tensor.of(TensorType.float32(2), new float[] {1, 2}).toFloats())
                .containsExactly(1, 2);
        assertThat(Tensor.of(TensorType.of(DataType.INT64, PAIR), longs).toLongs())
                .containsExactly(1, 2);
        assertThat(Tensor.of(TensorType.of(DataType.INT32, PAIR), ints).toInts())
                .containsExactly(1, 2);
        assertThat(Tensor.of(TensorType.int8(PAIR, 1), bytes).toBytes()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void newTensorsAreZerosInAWholeArray(DataType dataType) {
        var tensor = Tensor.allocate(TensorType.of(dataType, Shape.of(2, 3)));

        assertThat(tensor.isWholeArray()).isTrue();
        assertThat(tensor.segment().byteSize()).isEqualTo(6L * dataType.bytes());
        assertThat(tensor.segment().mismatch(MemorySegment.ofArray(new byte[6 * dataType.bytes()])))
                .isEqualTo(-1);
    }

    @Test
    void nativeMemoryIsViewedNotCopied() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(8);
            var tensor = Tensor.wrap(memory, TensorType.float32(2));
            memory.set(ValueLayout.JAVA_FLOAT, 4, 3.5f);

            assertThat(tensor.toFloats()).containsExactly(0, 3.5f);
            assertThat(tensor.isWholeArray()).isFalse();
            assertThatThrownBy(tensor::floats)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("float32[2] is not backed by a whole float[]");
        }
    }

    @Test
    void partsOfAnArrayAreNoWholeArray() {
        var part = MemorySegment.ofArray(new float[] {1, 2, 3}).asSlice(4, 8);
        var tensor = Tensor.wrap(part, TensorType.float32(2));

        assertThat(tensor.isWholeArray()).isFalse();
        assertThat(tensor.toFloats()).containsExactly(2, 3);
        assertThat(tensor.copy().floats()).containsExactly(2, 3);
    }

    @Test
    void unalignedMemoryCanBeRead() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(9).asSlice(1, 8);
            memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 0, 1.5f);

            assertThat(Tensor.wrap(memory, TensorType.float32(2)).toFloats()).containsExactly(1.5f, 0);
        }
    }

    @Test
    void anotherTypeOfTheSameSizeIsAView() {
        var bytes = new byte[] {1, 2};
        var plain = Tensor.of(TensorType.of(DataType.INT8, PAIR), bytes);
        var scaled = plain.as(TensorType.int8(Shape.of(1, 2), 0.5f));

        assertThat(scaled.bytes()).isSameAs(bytes);
        assertThat(scaled).hasToString("int8[1, 2] scale 0.5");
        assertThat(plain.as(plain.type())).isSameAs(plain);
        refused(() -> plain.as(TensorType.float32(2)), "float32[2] needs 8 bytes, the memory given has 2");
    }

    @Test
    void aCopyIsIndependent() {
        var original = Tensor.of(new float[] {1, 2}, 2);
        var copy = original.copy();
        original.floats()[0] = 7;

        assertThat(copy.floats()).containsExactly(1, 2);
    }

    @Test
    void bitsAreCopiedBetweenTensorsOfOneDataType() {
        var target = Tensor.allocate(TensorType.int8(Shape.of(2, 1), 0.25f));
        target.copyFrom(Tensor.of(TensorType.int8(PAIR, 0.5f), new byte[] {3, -4}));

        assertThat(target.bytes()).containsExactly(3, -4);
        refused(
                () -> target.copyFrom(Tensor.of(TensorType.of(DataType.UINT8, PAIR), new byte[2])),
                "cannot copy uint8[2] into int8[2, 1] scale 0.25; expected one data type and number of elements");
        refused(
                () -> target.copyFrom(Tensor.of(TensorType.int8(Shape.of(3), 1), new byte[3])),
                "cannot copy int8[3] scale 1.0 into int8[2, 1] scale 0.25; expected one data type and number of"
                        + " elements");
    }

    @Test
    void refusesMemoryOfAnotherSize() {
        refused(() -> Tensor.of(new float[3], 2), "float32[2] needs 8 bytes, the memory given has 12");
        refused(
                () -> Tensor.wrap(MemorySegment.ofArray(new byte[7]), TensorType.float32(2)),
                "float32[2] needs 8 bytes, the memory given has 7");
    }

    @Test
    void refusesOtherTypes() {
        refused(
                () -> Tensor.of(TensorType.int8(PAIR, 1), new float[2]),
                "int8[2] scale 1.0 cannot be made from an array of float32");
        refused(
                () -> Tensor.of(TensorType.float32(2), new byte[8]),
                "float32[2] cannot be made from an array of bytes");
        refused(() -> Tensor.of(TensorType.float32(2), new int[2]), "float32[2] cannot be made from an array of int32");
        refused(
                () -> Tensor.of(TensorType.float32(2), new long[1]),
                "float32[2] cannot be made from an array of int64");
        var floats = Tensor.of(new float[2], 2);
        refused(floats::toBytes, "float32[2] cannot be read as bytes");
        refused(floats::toInts, "float32[2] cannot be read as int32");
        refused(floats::toLongs, "float32[2] cannot be read as int64");
        refused(Tensor.allocate(TensorType.int8(PAIR, 1))::toFloats, "int8[2] scale 1.0 cannot be read as float32");
        assertThatThrownBy(floats::ints)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("float32[2] is not backed by a whole int[]");
    }
}
