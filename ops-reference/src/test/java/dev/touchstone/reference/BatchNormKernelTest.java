package dev.touchstone.reference;

import static dev.touchstone.reference.OneNode.constant;
import static dev.touchstone.reference.OneNode.fed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.BatchNorm;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules B1 to B4. */
class BatchNormKernelTest {
    private static final BatchNorm NORM = new BatchNorm(1e-5f);
    private static final float[] SCALE = {1.5f, -0.25f, 0};
    private static final float[] BIAS = {0.3f, -0.7f, 2};
    private static final float[] MEAN = {0.1f, -0.2f, 0.5f};
    private static final float[] VARIANCE = {1, 0.25f, 4};

    private static List<OneNode.Operand> operands(Tensor x, float[] scale, float[] bias, float[] mean, float[] var) {
        return List.of(
                fed(x),
                constant(Given.vector(scale)),
                constant(Given.vector(bias)),
                constant(Given.vector(mean)),
                constant(Given.vector(var)));
    }

    @Test
    void givesTheCheckVector() {
        var x = Given.int8(0.05f, Shape.of(1, 3, 4, 5), new VectorGenerator(5).codes(60));
        byte[] y = OneNode.run(
                        NORM, operands(x, SCALE, BIAS, MEAN, VARIANCE), TensorType.int8(Shape.of(1, 3, 4, 5), 0.04f))
                .getFirst()
                .bytes();
        assertThat(Given.first(y, 6)).containsExactly(-127, -127, -30, 37, 9, -45);
        assertThat(VectorGenerator.crc(y)).isEqualTo("e4ddda48");
    }

    @ParameterizedTest
    @CsvSource({"'2,3'", "'2,3,4'", "'2,3,2,5'", "'1,3,2,2,3'"})
    void roundsEveryFloatOperation(String shape) {
        int[] extents = java.util.stream.Stream.of(shape.split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        long seed = 31;
        var random = new SplittableRandom(seed);
        var x = Tensor.allocate(TensorType.float32(extents));
        for (int i = 0; i < x.floats().length; i++) {
            x.floats()[i] = (float) random.nextDouble(-5, 5);
        }
        float[] var = {0.7f, 0.0031f, 12.5f};
        float[] y = OneNode.run(NORM, operands(x, SCALE, BIAS, MEAN, var), null)
                .getFirst()
                .floats();
        int run = x.shape().product(2, extents.length);
        for (int i = 0; i < y.length; i++) {
            int c = i / run % 3;
            var root = Exact.of(Exact.plus(var[c], 1e-5f)).sqrt(Exact.DIGITS).floatValue();
            float a = Exact.times(Exact.over(1, root), SCALE[c]);
            float b = Exact.plus(BIAS[c], -Exact.times(MEAN[c], a));
            assertThat(y[i]).as("seed %s element %s", seed, i).isEqualTo(Exact.plus(Exact.times(x.floats()[i], a), b));
        }
    }

    @Test
    void refusesAVarianceThatIsNotPositive() {
        var x = Given.counting(DataType.FLOAT32, 1, 3);
        assertThat(OneNode.refusal(NORM, operands(x, SCALE, BIAS, MEAN, new float[] {1, -1, 1}), null))
                .isEqualTo("VARIANCE: variance + epsilon of channel 1 is -0.99999; supported: a positive number (the"
                        + " model's statistics are damaged)");
        assertThat(OneNode.refusal(NORM, operands(x, SCALE, BIAS, MEAN, new float[] {1, 1, Float.NaN}), null))
                .isEqualTo("VARIANCE: variance + epsilon of channel 2 is NaN; supported: a positive number (the"
                        + " model's statistics are damaged)");
    }

    @Test
    void refusesOnInt8WhatIsNotFiniteOrNotConstant() {
        var x = Given.int8(0.05f, Shape.of(1, 3), "1 2 3");
        assertThat(OneNode.refusal(
                        NORM, operands(x, SCALE, new float[] {0, Float.POSITIVE_INFINITY, 0}, MEAN, VARIANCE), null))
                .isEqualTo("MULTIPLIER: offset of channel 1 is Infinity; supported: a finite float32 (check scales and"
                        + " statistics)");
        assertThat(OneNode.refusal(
                        NORM,
                        Given.fedAll(
                                x, Given.vector(SCALE), Given.vector(BIAS), Given.vector(MEAN), Given.vector(VARIANCE)),
                        null))
                .isEqualTo("CONSTANT: scale is computed; supported: a constant for int8 (run in float32)");
    }

    @Test
    void takesStatisticsThatAreFedOnFloats() {
        float[] y = Given.run(
                        NORM,
                        Tensor.of(new float[] {3}, 1, 1),
                        Given.vector(2f),
                        Given.vector(1f),
                        Given.vector(3f),
                        Given.vector(4f))
                .floats();
        assertThat(y).containsExactly(1);
    }
}
