package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Pad;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule M4. */
class PadKernelTest {
    @ParameterizedTest
    @CsvSource({"CONSTANT, 9 9 0 1 2 9", "EDGE, 0 0 0 1 2 2", "REFLECT, 2 1 0 1 2 1", "CIRCULAR, 1 2 0 1 2 0"})
    void fillsBothEndsOfALine(Pad.Mode mode, String expected) {
        var y = Given.run(new Pad(mode, List.of(2), List.of(1), 9), Given.counting(DataType.FLOAT32, 3));
        assertThat(y.floats()).containsExactly(floats(expected));
    }

    private static float[] floats(String text) {
        var words = text.split(" ", -1);
        var floats = new float[words.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(words[i]);
        }
        return floats;
    }

    @ParameterizedTest
    @EnumSource(Pad.Mode.class)
    void padsEveryAxisByItself(Pad.Mode mode) {
        var x = Given.counting(DataType.INT32, 2, 3, 4);
        int[] before = {0, 2, 1};
        var pad = new Pad(mode, List.of(0, 2, 1), List.of(1, 0, 3), -7);
        var y = Given.run(pad, x);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 5, 8));
        assertThat(Given.numbers(y)).isEqualTo(Given.fill(y.shape(), p -> {
            var source = new int[3];
            for (int axis = 0; axis < 3; axis++) {
                source[axis] = walk(mode, p[axis] - before[axis], x.shape().extent(axis));
                if (source[axis] < 0) {
                    return -7;
                }
            }
            return Given.index(x.shape(), source);
        }));
    }

    /** One step at a time from outside towards the image; -1 where the constant stands. */
    private static int walk(Pad.Mode mode, int i, int extent) {
        if (i >= 0 && i < extent) {
            return i;
        }
        int out = i < 0 ? -i : i - extent + 1;
        return switch (mode) {
            case CONSTANT -> -1;
            case EDGE -> i < 0 ? 0 : extent - 1;
            case REFLECT -> i < 0 ? out : extent - 1 - out;
            case CIRCULAR -> i < 0 ? extent - out : out - 1;
        };
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void padsEveryDataType(DataType type) {
        var y = Given.run(new Pad(Pad.Mode.CONSTANT, List.of(0, 1), List.of(0, 1), 1.9f), Given.counting(type, 2, 1));
        double one = type == DataType.FLOAT32 ? 1.9f : 1;
        assertThat(Given.numbers(y)).containsExactly(one, 0, one, one, 1, one);
    }

    @ParameterizedTest
    @CsvSource({"0.125, 2", "0.07, 1", "-100, -127", "1e9, 127"})
    void quantizesTheConstant(float value, byte expected) {
        var x = Given.int8(0.05f, Shape.of(1), "3");
        byte[] y = Given.runInt8(new Pad(Pad.Mode.CONSTANT, List.of(1), List.of(0), value), 0.05f, x);
        assertThat(y).containsExactly(expected, 3);
    }

    @Test
    void saturatesTheConstantOfIntegers() {
        var pad = new Pad(Pad.Mode.CONSTANT, List.of(1), List.of(0), -300f);
        assertThat(Given.run(pad, Given.vector(DataType.INT8, 1)).bytes()).containsExactly(-128, 1);
        assertThat(Given.run(pad, Given.vector(DataType.UINT8, 1)).bytes()).containsExactly(0, 1);
    }
}
