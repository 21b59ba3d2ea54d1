package dev.touchstone.interop.nd4j;

import static dev.touchstone.interop.nd4j.Comparison.assertAgrees;
import static dev.touchstone.interop.nd4j.Comparison.assertEqual;
import static dev.touchstone.interop.nd4j.Comparison.random;
import static dev.touchstone.interop.nd4j.Comparison.run;

import dev.touchstone.op.Activation;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Hw;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Pooling2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Our float32 operators against ND4J's, over sweeps of shapes and attributes that both have. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "x86_64"},
        disabledReason = "ND4J's native library is fetched for linux-x86_64 only")
final class Nd4jOperatorsTest {
    private static Stream<Hw> pairs(int... values) {
        return IntStream.of(values).boxed().flatMap(h -> IntStream.of(values).mapToObj(w -> new Hw(h, w)));
    }

    static Stream<Arguments> convolutions() {
        return pairs(1, 3, 5)
                .flatMap(kernel -> pairs(1, 2)
                        .flatMap(stride -> Stream.concat(
                                Stream.of(Arguments.of(kernel, stride, new Hw(0, 0), Hw.ONE, true)),
                                Stream.of(new Hw(0, 0), new Hw(1, 1), new Hw(2, 1))
                                        .flatMap(pad -> Stream.of(Hw.ONE, new Hw(2, 1))
                                                .map(dilation ->
                                                        Arguments.of(kernel, stride, pad, dilation, false))))));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionsAgree(Hw kernel, Hw stride, Hw pad, Hw dilation, boolean same) {
        var random = new SplittableRandom(kernel.hashCode() * 31L + pad.hashCode());
        var x = random(random, 2, 3, 9, 11);
        var w = random(random, 4, 3, kernel.h(), kernel.w());
        var b = random(random, 4);
        var config = Conv2DConfig.builder()
                .kH(kernel.h())
                .kW(kernel.w())
                .sH(stride.h())
                .sW(stride.w())
                .pH(pad.h())
                .pW(pad.w())
                .dH(dilation.h())
                .dW(dilation.w())
                .paddingMode(same ? PaddingMode.SAME : PaddingMode.VALID)
                .dataFormat(Conv2DConfig.NCHW)
                .weightsFormat(WeightsFormat.OIYX)
                .build();
        var padding = same ? Padding.SAME : Padding.explicit(pad.h(), pad.h(), pad.w(), pad.w());
        var ours = run(new Conv2d(stride, padding, dilation, 1, Activation.NONE), x, w, b);

        assertAgrees(
                ours,
                Nd4j.cnn().conv2d(array(x), array(w), array(b), config),
                3 * kernel.h() * kernel.w() + 1,
                Nd4j.cnn().conv2d(magnitude(x), magnitude(w), magnitude(b), config));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void depthwiseConvolutionsAgree(Hw kernel, Hw stride, Hw pad, Hw dilation, boolean same) {
        var random = new SplittableRandom(kernel.hashCode() * 37L + pad.hashCode());
        var x = random(random, 1, 4, 9, 11);
        var w = random(random, 4, 1, kernel.h(), kernel.w());
        var config = Conv2DConfig.builder()
                .kH(kernel.h())
                .kW(kernel.w())
                .sH(stride.h())
                .sW(stride.w())
                .pH(pad.h())
                .pW(pad.w())
                .dH(dilation.h())
                .dW(dilation.w())
                .paddingMode(same ? PaddingMode.SAME : PaddingMode.VALID)
                .dataFormat(Conv2DConfig.NCHW)
                .build();
        var padding = same ? Padding.SAME : Padding.explicit(pad.h(), pad.h(), pad.w(), pad.w());
        var ours = run(new Conv2d(stride, padding, dilation, 4, Activation.NONE), x, w);

        assertAgrees(
                ours,
                Nd4j.cnn()
                        .depthWiseConv2d(array(x), array(w).permute(2, 3, 0, 1).dup('c'), config),
                kernel.h() * kernel.w(),
                Nd4j.cnn()
                        .depthWiseConv2d(
                                magnitude(x), magnitude(w).permute(2, 3, 0, 1).dup('c'), config));
    }

    static Stream<Arguments> pools() {
        return Stream.of(false, true)
                .flatMap(same -> pairs(1, 2, 3)
                        .flatMap(kernel -> pairs(1, 2)
                                .flatMap(stride -> pairs(0, 1)
                                        .filter(p -> p.h() < kernel.h() && p.w() < kernel.w())
                                        .filter(p -> !same || p.equals(new Hw(0, 0)))
                                        .map(pad -> Arguments.of(kernel, stride, pad, same)))));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void poolsAgree(Hw kernel, Hw stride, Hw pad, boolean same) {
        var x = random(new SplittableRandom(kernel.hashCode()), 2, 3, 9, 8);
        var padding = same ? Padding.SAME : Padding.explicit(pad.h(), pad.h(), pad.w(), pad.w());
        var window = new Window.Sliding(kernel, stride, padding, false);
        var maximum = pooling(kernel, stride, pad, same)
                .type(Pooling2D.Pooling2DType.MAX)
                .build();
        var average = pooling(kernel, stride, pad, same)
                .type(Pooling2D.Pooling2DType.AVG)
                .divisor(Pooling2D.Divisor.EXCLUDE_PADDING)
                .build();

        assertEqual(
                run(new Pool2d(Pool2d.Kind.MAX, window, false), x), Nd4j.cnn().maxPooling2d(array(x), maximum));
        assertAgrees(
                run(new Pool2d(Pool2d.Kind.AVERAGE, window, false), x),
                Nd4j.cnn().avgPooling2d(array(x), average),
                kernel.h() * kernel.w(),
                Nd4j.cnn().avgPooling2d(magnitude(x), average));
        if (!same) {
            var counted = pooling(kernel, stride, pad, false)
                    .type(Pooling2D.Pooling2DType.AVG)
                    .divisor(Pooling2D.Divisor.INCLUDE_PADDING)
                    .extra(1)
                    .build();
            assertAgrees(
                    run(new Pool2d(Pool2d.Kind.AVERAGE, window, true), x),
                    Nd4j.cnn().avgPooling2d(array(x), counted),
                    kernel.h() * kernel.w(),
                    Nd4j.cnn().avgPooling2d(magnitude(x), counted));
        }
    }

    private static Pooling2DConfig.Pooling2DConfigBuilder pooling(Hw kernel, Hw stride, Hw pad, boolean same) {
        return Pooling2DConfig.builder()
                .kH(kernel.h())
                .kW(kernel.w())
                .sH(stride.h())
                .sW(stride.w())
                .pH(pad.h())
                .pW(pad.w())
                .dH(1)
                .dW(1)
                .paddingMode(same ? PaddingMode.SAME : PaddingMode.VALID)
                .isNHWC(false);
    }

    static Stream<Arguments> products() {
        var cases = new ArrayList<Arguments>();
        for (int m : new int[] {1, 2, 8}) {
            for (int k : new int[] {1, 3, 31}) {
                for (int n : new int[] {1, 4, 17}) {
                    for (int t = 0; t < 4; t++) {
                        cases.add(Arguments.of(m, k, n, t % 2 == 1, t / 2 == 1));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("products")
    void matrixProductsAgree(int m, int k, int n, boolean transposeX, boolean transposeY) {
        var random = new SplittableRandom(m * 10_000L + k * 100L + n);
        var x = transposeX ? random(random, k, m) : random(random, m, k);
        var y = transposeY ? random(random, n, k) : random(random, k, n);

        assertAgrees(
                run(new MatMul(transposeX, transposeY, 1), x, y),
                Nd4j.gemm(array(x), array(y), transposeX, transposeY).dup('c'),
                k + 1,
                Nd4j.gemm(magnitude(x), magnitude(y), transposeX, transposeY).dup('c'));
    }

    static Stream<Arguments> axes() {
        return Stream.of(new int[] {7}, new int[] {3, 5}, new int[] {2, 3, 4}, new int[] {2, 3, 4, 5})
                .flatMap(shape -> IntStream.range(-1, shape.length).mapToObj(axis -> Arguments.of(shape, axis)));
    }

    @ParameterizedTest
    @MethodSource("axes")
    void softmaxesAgree(int[] shape, int axis) {
        var x = random(new SplittableRandom(axis), shape);
        var theirs = Nd4j.nn().softmax(array(x), axis < 0 ? axis + shape.length : axis);

        // The exponential of a difference in -2..0 that is off by a rounding of each operand, three roundings of the
        // exponential itself, and the sum.
        assertAgrees(run(new Softmax(axis), x), theirs, 8 + shape[axis < 0 ? axis + shape.length : axis], theirs);
    }

    @ParameterizedTest
    @MethodSource("axes")
    void reductionsAgree(int[] shape, int axis) {
        var x = random(new SplittableRandom(axis), shape);
        int n = axis < 0 ? x.shape().elements() : shape[axis];
        int[] along = axis < 0 ? IntStream.range(0, shape.length).toArray() : new int[] {axis};
        List<Integer> axes = axis < 0 ? List.of() : List.of(axis);

        assertEqual(run(new Reduce(Reduce.Kind.MAX, axes, true), x), array(x).max(true, along));
        assertEqual(run(new Reduce(Reduce.Kind.MIN, axes, true), x), array(x).min(true, along));
        assertAgrees(
                run(new Reduce(Reduce.Kind.SUM, axes, true), x),
                array(x).sum(true, along),
                n,
                magnitude(x).sum(true, along));
        assertAgrees(
                run(new Reduce(Reduce.Kind.MEAN, axes, true), x),
                array(x).mean(true, along),
                n + 1,
                magnitude(x).mean(true, along));
        assertAgrees(
                run(new Reduce(Reduce.Kind.PRODUCT, axes, true), x),
                array(x).prod(true, along),
                n,
                magnitude(x).prod(true, along));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void batchNormsAgree(int[] shape, float epsilon) {
        var random = new SplittableRandom(shape.length);
        var x = random(random, shape);
        int c = shape[1];
        var scale = random(random, c);
        var bias = random(random, c);
        var mean = random(random, c);
        var variance = random(random, c);
        for (int i = 0; i < c; i++) {
            variance.floats()[i] = Math.abs(variance.floats()[i]) + 0.1f;
        }
        var theirs = Nd4j.nn().batchNorm(array(x), array(mean), array(variance), array(scale), array(bias), epsilon, 1);

        // |x| + |mean| instead of their difference bounds what either order of operations passes through.
        var magnitude = Nd4j.nn()
                .batchNorm(
                        magnitude(x),
                        magnitude(mean).neg(),
                        array(variance),
                        magnitude(scale),
                        magnitude(bias),
                        epsilon,
                        1);
        assertAgrees(run(new BatchNorm(epsilon), x, scale, bias, mean, variance), theirs, 8, magnitude);
    }

    static Stream<Arguments> batches() {
        return Stream.of(new int[] {2, 3, 4, 5}, new int[] {1, 8, 7, 7}, new int[] {5, 6}, new int[] {2, 3, 4})
                .flatMap(shape -> Stream.of(1e-5f, 1e-3f).map(e -> Arguments.of(shape, e)));
    }

    private static INDArray array(Tensor tensor) {
        return NdArrays.fromTensor(tensor);
    }

    private static INDArray magnitude(Tensor tensor) {
        return Transforms.abs(array(tensor));
    }
}
