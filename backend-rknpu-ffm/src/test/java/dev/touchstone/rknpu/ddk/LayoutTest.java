package dev.touchstone.rknpu.ddk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes and offsets as C++ compilers for x86-64, arm64 and armhf print them for the vendor's headers. */
class LayoutTest {
    private static final TensorAttr ATTR = new TensorAttr("in", List.of(1, 2, 4, 4), Precision.INT8, Role.DATA, 0.5f);
    private static final Windows WINDOWS = new Windows(new Hw(2, 3), new Hw(4, 5), Padding.explicit(6, 7, 8, 9));

    static List<Arguments> structures() {
        var ints = List.of(1);
        return List.of(
                Arguments.of(ATTR.struct(), 176, 104),
                Arguments.of(Exection.info(0, MemorySegment.NULL, ATTR, true), 32, 24),
                Arguments.of(Exection.info(0, MemorySegment.NULL, ATTR, false), 32, 24),
                Arguments.of(new ClipAttr(0, 1).struct(), 8, 8),
                Arguments.of(new ConcatAttr(1).struct(), 4, 4),
                Arguments.of(new Conv2DAttr(WINDOWS, 1, 1, Hw.ONE, 0, true).struct(), 60, 60),
                Arguments.of(new FCAttr(1, true).struct(), 8, 8),
                Arguments.of(new LeakyReluAttr(1).struct(), 4, 4),
                Arguments.of(new PermuteAttr(ints).struct(), 24, 12),
                Arguments.of(new PoolAttr(WINDOWS, PoolAttr.Type.AVG).struct(), 48, 48),
                Arguments.of(new ReshapeAttr(ints).struct(), 24, 12),
                Arguments.of(new SliceAttr(ints, ints).struct(), 48, 24),
                Arguments.of(new SoftmaxAttr(1).struct(), 8, 8),
                Arguments.of(new ReduceAttr(ReduceAttr.Type.SUM, ints, true).struct(), 40, 24),
                Arguments.of(new StridedSliceAttr(ints, ints, ints).struct(), 72, 36),
                Arguments.of(new PadAttr(PadAttr.Mode.REFLECT, ints, ints).struct(), 64, 32));
    }

    @ParameterizedTest
    @MethodSource("structures")
    void structuresHaveTheSizesOfTheVendorsHeaders(Object struct, int size64, int size32) {
        assertThat(((CxxStruct) struct).size(8)).isEqualTo(size64);
        assertThat(((CxxStruct) struct).size(4)).isEqualTo(size32);
    }

    @Test
    void fieldsOfTensorAttrStandWhereTheLibraryReadsThem() {
        var struct = ATTR.struct();
        assertThat(IntStream.range(0, 11).map(i -> struct.offset(i, 8)))
                .containsExactly(0, 32, 56, 60, 64, 68, 72, 80, 104, 128, 152);
        assertThat(IntStream.range(0, 11).map(i -> struct.offset(i, 4)))
                .containsExactly(0, 24, 36, 40, 44, 48, 52, 56, 68, 80, 92);
    }

    @Test
    void theLastFieldsOfTheTwoInfosHaveAnotherOrder() {
        var input = Exection.info(0, MemorySegment.NULL, ATTR, true);
        var output = Exection.info(0, MemorySegment.NULL, ATTR, false);
        assertThat(IntStream.range(0, 6).map(i -> input.offset(i, 8))).containsExactly(0, 8, 16, 20, 24, 28);
        assertThat(IntStream.range(0, 6).map(i -> output.offset(i, 8))).containsExactly(0, 8, 16, 20, 24, 28);
        assertThat(input.fields().get(3)).isEqualTo(new Field.Octet(0));
        assertThat(output.fields().get(5)).isEqualTo(new Field.Octet(0));
    }

    @Test
    void windowsAreGivenXBeforeY() {
        assertThat(WINDOWS.fields().stream().map(f -> ((Field.Int) f).value()).toList())
                .containsExactly(3, 2, 5, 4, 8, 9, 6, 7, 0);
    }
}
