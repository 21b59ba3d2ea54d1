package dev.touchstone.reference;

import static dev.touchstone.reference.OneNode.constant;
import static dev.touchstone.reference.OneNode.fed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.MatMul;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules F2, F4 and F7. */
class MatMulKernelTest {
    private static final MatMul PLAIN = new MatMul(false, false, 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithPlainLoops(long seed) {
        var r = new SplittableRandom(seed);
        float[] alphas = {1, 2, 0.1f, 1.1f, -1.5f};
        for (int round = 0; round < 200; round++) {
            int[] batchX = batch(r);
            int[] batchY = batch(r);
            int p = 1 + r.nextInt(8);
            int k = 1 + r.nextInt(20);
            int q = 1 + r.nextInt(9);
            var op = new MatMul(r.nextBoolean(), r.nextBoolean(), alphas[r.nextInt(5)]);
            var xShape = shape(batchX, op.transposeX() ? k : p, op.transposeX() ? p : k);
            var yShape = shape(batchY, op.transposeY() ? q : k, op.transposeY() ? k : q);
            float[] x = floats(r, xShape.elements());
            float[] y = floats(r, yShape.elements());
            var result = OneNode.run(
                            op,
                            List.of(
                                    fed(Tensor.of(TensorType.float32(xShape), x)),
                                    fed(Tensor.of(TensorType.float32(yShape), y))),
                            null)
                    .getFirst();
            byte[] qx = steps(x);
            byte[] qy = steps(y);
            var int8 = OneNode.run(
                            op,
                            List.of(
                                    fed(Tensor.of(TensorType.int8(xShape, 0.02f), qx)),
                                    fed(Tensor.of(TensorType.int8(yShape, 0.03f), qy))),
                            TensorType.float32(result.shape()))
                    .getFirst();
            var as = "seed %s round %s: %s on %s and %s".formatted(seed, round, op, xShape, yShape);
            for (int at = 0; at < result.shape().elements(); at++) {
                int j = at % q;
                int i = at / q % p;
                int matrix = at / q / p;
                int outerY = Math.max(1, Math.max(batchX[1], batchY[1]));
                int ax = index(batchX, matrix / outerY, matrix % outerY);
                int ay = index(batchY, matrix / outerY, matrix % outerY);
                float sum = 0;
                int exact = 0;
                for (int t = 0; t < k; t++) {
                    int ix = ax * p * k + (op.transposeX() ? t * p + i : i * k + t);
                    int iy = ay * k * q + (op.transposeY() ? j * k + t : t * q + j);
                    float product = x[ix] * y[iy];
                    sum = sum + product;
                    exact += qx[ix] * qy[iy];
                }
                float expected = op.alpha() == 1 ? sum : sum * op.alpha();
                assertThat(result.floats()[at]).as(as).isEqualTo(expected);
                float d = (float) ((double) 0.02f * (double) 0.03f * (double) op.alpha());
                assertThat(int8.floats()[at]).as(as).isEqualTo((float) exact * d);
            }
        }
    }

    /** Two leading extents, 1 or 0 standing for "not there". */
    private static int[] batch(SplittableRandom r) {
        return switch (r.nextInt(5)) {
            case 0 -> new int[] {0, 0};
            case 1 -> new int[] {0, 3};
            case 2 -> new int[] {2, 1};
            case 3 -> new int[] {1, 3};
            default -> new int[] {2, 3};
        };
    }

    private static int index(int[] batch, int outer, int inner) {
        return (batch[0] > 1 ? outer : 0) * Math.max(batch[1], 1) + (batch[1] > 1 ? inner : 0);
    }

    private static Shape shape(int[] batch, int rows, int columns) {
        if (batch[1] == 0) {
            return Shape.of(rows, columns);
        }
        return batch[0] == 0 ? Shape.of(batch[1], rows, columns) : Shape.of(batch[0], batch[1], rows, columns);
    }

    @Test
    void requantizesToInt8WithTheSignOfAlpha() {
        var x = Tensor.of(TensorType.int8(Shape.of(1, 2), 0.5f), new byte[] {3, -5});
        var y = Tensor.of(TensorType.int8(Shape.of(2, 3), 0.5f), new byte[] {1, 2, 127, 0, 1, -127});
        var type = TensorType.int8(Shape.of(1, 3), 0.5f);
        assertThat(OneNode.run(PLAIN, List.of(fed(x), fed(y)), type).getFirst().bytes())
                .containsExactly(new byte[] {2, 0, 127});
        assertThat(OneNode.run(new MatMul(false, false, -2), List.of(fed(x), fed(y)), type)
                        .getFirst()
                        .bytes())
                .containsExactly(new byte[] {-3, -1, -127});
    }

    @Test
    void takesScalesByColumnOfAConstant() {
        var x = Tensor.of(TensorType.int8(Shape.of(1, 2), 1), new byte[] {2, 3});
        var scales = List.of(0.5f, 2f);
        var y = Tensor.of(
                new TensorType(DataType.INT8, Shape.of(2, 2), new Quantization.PerChannel(1, scales)),
                new byte[] {1, 10, 1, 10});
        assertThat(OneNode.run(PLAIN, List.of(fed(x), constant(y)), null)
                        .getFirst()
                        .floats())
                .containsExactly(2.5f, 100);
        var transposed = Tensor.of(
                new TensorType(DataType.INT8, Shape.of(2, 2), new Quantization.PerChannel(0, scales)),
                new byte[] {1, 1, 10, 10});
        assertThat(OneNode.run(new MatMul(false, true, 1), List.of(fed(x), constant(transposed)), null)
                        .getFirst()
                        .floats())
                .containsExactly(2.5f, 100);
    }

    @Test
    void refusesSumsOfTooManyProducts() {
        int k = 133_153;
        var x = Tensor.allocate(TensorType.int8(Shape.of(1, k), 1));
        var y = Tensor.allocate(TensorType.int8(Shape.of(k, 1), 1));
        assertThat(OneNode.refusal(PLAIN, List.of(fed(x), fed(y)), null))
                .isEqualTo("ACCUMULATOR: accumulator bound of output channel 0 is 2147624737; supported: 2147483647 or"
                        + " less (int32 sums must be exact)");
        assertThat(OneNode.refusal(PLAIN, List.of(fed(x), constant(y)), null)).isEqualTo("supported");
    }

    @Test
    void refusesAnAlphaOfZeroOnInt8() {
        var x = Tensor.allocate(TensorType.int8(Shape.of(1, 1), 1));
        assertThat(OneNode.refusal(new MatMul(false, false, 0), List.of(fed(x), fed(x)), null))
                .isEqualTo("MULTIPLIER: multiplier of output channel 0 is 0.0; supported: 1.1754944E-38 to"
                        + " 3.4028235E38 (check the scales)");
    }

    private static float[] floats(SplittableRandom r, int n) {
        var floats = new float[n];
        for (int i = 0; i < n; i++) {
            floats[i] = (float) (r.nextDouble() * 4 - 2);
        }
        return floats;
    }

    private static byte[] steps(float[] values) {
        var steps = new byte[values.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (byte) (values[i] * 63);
        }
        return steps;
    }
}
