package dev.touchstone.paddle.file;

import static dev.touchstone.paddle.file.Wire.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.source.MemorySource;
import dev.touchstone.paddle.source.ParameterBudget;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LodTensorReaderTest {
    private static final long HEAP = 1 << 20;

    private static Variable variable(int dataType, Long... dims) {
        return new Variable("w", LOD_TENSOR, dataType, List.of(dims), true, false);
    }

    private static Variable undeclared() {
        return new Variable("w", LOD_TENSOR, -1, List.of(), true, false);
    }

    private static LodTensorReader reader(ModelLimits limits, byte[]... stored) {
        var source = new MemorySource("params", MemorySegment.ofArray(join(stored)));
        return new LodTensorReader(source, limits, new ParameterBudget(limits, HEAP));
    }

    private static Tensor read(Variable variable, byte[]... stored) {
        var reader = reader(ModelLimits.defaults(), stored);
        var tensor = reader.read(variable);
        reader.requireEnd("the parameter");
        return tensor;
    }

    @Test
    void readsAFloat() {
        // 28 bytes, as every scale file of a quantized model has them.
        byte[] file = raw(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 8, 5, 16, 1, 0, 0, 0xc0, 0x3f);

        var tensor = read(variable(FP32, 1L), file);

        assertThat(tensor.type()).isEqualTo(TensorType.float32(1));
        assertThat(tensor.floats()).containsExactly(1.5f);
    }

    @Test
    void readsEveryElementType() {
        long[] two = dims(2);
        assertThat(read(variable(BOOL, 2L), tensor(BOOL, two, raw(0, 7))).bytes())
                .containsExactly(0, 1);
        assertThat(read(variable(UINT8, 2L), tensor(UINT8, two, raw(1, 255))).bytes())
                .containsExactly(1, -1);
        assertThat(read(variable(INT8, 2L), tensor(INT8, two, raw(127, 0x80))).bytes())
                .containsExactly(127, -128);
        assertThat(read(variable(INT16, 2L), tensor(INT16, two, raw(1, 2, 0xff, 0xff)))
                        .ints())
                .containsExactly(0x201, -1);
        assertThat(read(variable(INT32, 2L), tensor(INT32, two, join(little(5), little(-5))))
                        .ints())
                .containsExactly(5, -5);
        assertThat(read(variable(INT64, 2L), tensor(INT64, two, join(little(5L), little(Long.MIN_VALUE))))
                        .longs())
                .containsExactly(5L, Long.MIN_VALUE);
        assertThat(read(variable(FP32, 2L), tensor(two, 0.1f, -0f)).floats()).containsExactly(0.1f, -0f);
        // float16: 1.5 is 3e00, the smallest subnormal 2^-24 is 0001. bfloat16: upper half of float32 -2.0, c0000000.
        assertThat(read(variable(FP16, 2L), tensor(FP16, two, raw(0, 0x3e, 1, 0)))
                        .floats())
                .containsExactly(1.5f, 0x1p-24f);
        assertThat(read(variable(BF16, 2L), tensor(BF16, two, raw(0, 0xc0, 0x80, 0x3f)))
                        .floats())
                .containsExactly(-2f, 1f);
        byte[] doubles = join(little(Double.doubleToRawLongBits(0.1)), little(Double.doubleToRawLongBits(-1e300)));
        assertThat(read(variable(FP64, 2L), tensor(FP64, two, doubles)).floats())
                .containsExactly(0.1f, Float.NEGATIVE_INFINITY);
    }

    @Test
    void readsScalarsOpenExtentsPackedExtentsAndUndeclaredTypes() {
        assertThat(read(variable(FP32), tensor(dims(), 3f)).shape()).isEqualTo(Shape.of());
        assertThat(read(variable(FP32, -1L, 2L), tensor(dims(1, 2), 1f, 2f)).shape())
                .isEqualTo(Shape.of(1, 2));
        byte[] packed = join(number(1, FP32), message(2, varint(1), varint(1)));
        assertThat(read(variable(FP32, 1L, 1L), new byte[16], little(packed.length), packed, floats(1))
                        .shape())
                .isEqualTo(Shape.of(1, 1));
        assertThat(read(undeclared(), tensor(INT8, dims(1), raw(9))).bytes()).containsExactly(9);
    }

    @Test
    void readsTensorsLargerThanAPiece() {
        int n = 200_003;
        var values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        assertThat(read(variable(FP32, (long) n), tensor(dims(n), values)).floats())
                .isEqualTo(values);
    }

    @Test
    void passesOverLevelsOfDetail() {
        byte[] description = description(FP32, 1);
        byte[] file = join(
                little(0),
                little(2L),
                little(16L),
                new byte[16],
                little(0L),
                little(0),
                little(description.length),
                description,
                floats(4));

        assertThat(read(variable(FP32, 1L), file).floats()).containsExactly(4f);
    }

    @Test
    void readsOneAfterAnother() {
        var reader = reader(ModelLimits.defaults(), tensor(dims(1), 1f), tensor(dims(1), 2f));

        assertThat(reader.read(variable(FP32, 1L)).floats()).containsExactly(1f);
        assertThat(reader.read(variable(FP32, 1L)).floats()).containsExactly(2f);
        reader.requireEnd("the last parameter");
    }

    static Stream<Arguments> malformed() {
        var float1 = variable(FP32, 1L);
        byte[] whole = tensor(dims(1), 1f);
        String cut = " left; the file is cut off or damaged";
        String other = "; the file belongs to another program";
        return Stream.of(
                arguments(
                        float1,
                        new byte[0],
                        "params at byte 0: parameter 'w': LoDTensor version: 4 bytes expected, 0" + cut),
                arguments(float1, little(1), "params at byte 0: parameter 'w': LoDTensor version is 1, expected 0"),
                arguments(
                        float1,
                        little(-1),
                        "params at byte 0: parameter 'w': LoDTensor version is 4294967295, expected 0"),
                arguments(
                        float1,
                        new byte[9],
                        "params at byte 4: parameter 'w': number of levels of detail: 8 bytes expected, 5" + cut),
                arguments(
                        float1,
                        join(little(0), little(17L)),
                        "params at byte 4: parameter 'w': 17 levels of detail are more than 16, the limit "
                                + "ModelLimits.lodLevels; raise it if you trust the file"),
                arguments(
                        float1,
                        join(little(0), little(-1L)),
                        "params at byte 4: parameter 'w': 18446744073709551615 levels of detail are not credible; "
                                + "the file is damaged"),
                arguments(
                        float1,
                        join(little(0), little(1L), little(1L << 21)),
                        "params at byte 12: parameter 'w': 2097152 bytes of a level of detail are more than 1048576, "
                                + "the limit ModelLimits.lodBytes; raise it if you trust the file"),
                arguments(
                        float1,
                        join(little(0), little(1L), little(-8L)),
                        "params at byte 12: parameter 'w': 18446744073709551608 bytes of a level of detail are not "
                                + "credible; the file is damaged"),
                arguments(
                        float1,
                        join(little(0), little(1L), little(12L), new byte[12]),
                        "params at byte 12: parameter 'w': a level of detail has 12 bytes; expected a multiple of 8"),
                arguments(
                        float1,
                        join(little(0), little(1L), little(16L), new byte[8]),
                        "params at byte 20: parameter 'w': level of detail: 16 bytes expected, 8" + cut),
                arguments(
                        float1,
                        join(new byte[12], little(3)),
                        "params at byte 12: parameter 'w': tensor version is 3, expected 0"),
                arguments(
                        float1,
                        join(new byte[16], little(-1)),
                        "params at byte 16: parameter 'w': the tensor description has length -1; allowed are 0..1024"),
                arguments(
                        float1,
                        join(new byte[16], little(1025), new byte[1025]),
                        "params at byte 16: parameter 'w': the tensor description has length 1025; allowed are 0..1024"),
                arguments(
                        float1,
                        join(new byte[16], little(4), raw(8, 5)),
                        "params at byte 20: parameter 'w': tensor description: 4 bytes expected, 2" + cut),
                arguments(
                        float1,
                        new byte[20],
                        "params at byte 20: parameter 'w', tensor description: data_type is missing; the file is damaged"),
                arguments(
                        float1,
                        join(new byte[16], little(2), raw(8, 0x80)),
                        "params at byte 20: parameter 'w', tensor description: data_type cannot be decoded; the file is "
                                + "cut off, damaged or no Paddle program"),
                arguments(
                        float1,
                        tensor(FP32, dims(-2), new byte[0]),
                        "params at byte 22: parameter 'w', tensor description: extent -2 is outside 1..2147483647"),
                arguments(
                        float1,
                        tensor(FP32, dims(0), new byte[0]),
                        "params at byte 22: parameter 'w', tensor description: extent 0 is outside 1..2147483647"),
                arguments(
                        float1,
                        tensor(FP32, dims(1L << 31), new byte[0]),
                        "params at byte 22: parameter 'w', tensor description: extent 2147483648 is outside "
                                + "1..2147483647"),
                arguments(
                        float1,
                        tensor(FP32, dims(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), new byte[0]),
                        "params at byte 40: parameter 'w', tensor description: 10 extents are more than 9, the limit "
                                + "ModelLimits.rank; raise it if you trust the file"),
                arguments(
                        undeclared(),
                        tensor(FP32, dims(1L << 30, 1L << 30, 1L << 30, 1L << 30, 4), new byte[0]),
                        "params at byte 16: parameter 'w': shape [1073741824, 1073741824, 1073741824, 1073741824, 4] "
                                + "has more than 2147483639 elements, the most that one tensor can hold"),
                arguments(
                        undeclared(),
                        tensor(FP32, dims((1L << 31) - 1), new byte[0]),
                        "params at byte 16: parameter 'w': shape [2147483647] has more than 2147483639 elements, "
                                + "the most that one tensor can hold"),
                arguments(
                        undeclared(),
                        tensor(FP32, dims(1L << 29), new byte[0]),
                        "params at byte 28: parameter 'w': 2147483648 bytes of one parameter are more than 2147483640, "
                                + "the limit ModelLimits.tensorBytes; raise it if you trust the file"),
                arguments(
                        undeclared(),
                        tensor(INT8, dims(1L << 30), new byte[5]),
                        "params at byte 28: parameter 'w': elements: 1073741824 bytes expected, 5" + cut),
                arguments(
                        float1,
                        join(java.util.Arrays.copyOf(whole, whole.length - 1)),
                        "params at byte 24: parameter 'w': elements: 4 bytes expected, 3" + cut),
                arguments(
                        float1,
                        join(whole, new byte[8]),
                        "params at byte 28: 8 bytes follow the end of the parameter; the file is damaged or belongs to "
                                + "another program"),
                arguments(
                        float1,
                        tensor(INT64, dims(1), new byte[8]),
                        "params at byte 16: parameter 'w': elements are INT64, the program declares FP32" + other),
                arguments(
                        float1,
                        tensor(98, dims(1), new byte[8]),
                        "params at byte 16: parameter 'w': elements are VarType 98, the program declares FP32" + other),
                arguments(
                        variable(COMPLEX64, 1L),
                        tensor(COMPLEX64, dims(1), new byte[8]),
                        "params at byte 16: parameter 'w': elements are COMPLEX64; can be read: BOOL, UINT8, INT8, INT16, "
                                + "INT32, INT64, FP16, BF16, FP32, FP64"),
                arguments(
                        float1,
                        tensor(dims(2), 1f, 2f),
                        "params at byte 16: parameter 'w': shape is [2], the program declares [1]" + other),
                arguments(
                        float1,
                        tensor(dims(1, 1), 1f),
                        "params at byte 16: parameter 'w': shape is [1, 1], the program declares [1]" + other),
                arguments(
                        variable(FP32, -1L, 2L),
                        tensor(dims(1, 3), 1f, 2f, 3f),
                        "params at byte 16: parameter 'w': shape is [1, 3], the program declares [-1, 2]" + other));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refuses(Variable variable, byte[] stored, String message) {
        assertThat(Refusal.of(() -> read(variable, stored))).isEqualTo(message);
    }

    @Test
    void refusesMoreThanTheParametersMayHaveTogether() {
        var reader = reader(Limits.with("parameterBytes", 7), tensor(dims(1), 1f), tensor(dims(1), 2f));
        reader.read(variable(FP32, 1L));

        assertThat(Refusal.of(() -> reader.read(variable(FP32, 1L))))
                .isEqualTo("params at byte 52: parameter 'w': 8 bytes of all parameters are more than 7, the limit "
                        + "ModelLimits.parameterBytes; raise it if you trust the file");
    }

    @Test
    void refusesWhatTheHeapCannotHold() {
        // Twice as many bytes in memory as in the file.
        byte[] file = tensor(FP16, dims(300_000), new byte[600_000]);

        assertThat(Refusal.of(() -> read(variable(FP16, 300_000L), file)))
                .isEqualTo(
                        "params at byte 26: parameter 'w': the parameters up to here need 1200000 bytes, the Java heap "
                                + "has at most 1048576; start Java with a larger -Xmx");
    }
}
