package dev.touchstone.arm;

import static dev.touchstone.arm.Graphs.int8;

import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Int8 convolutions and matrix products against the reference, on every instruction set of this machine. */
class ConvolutionTest {
    private static final Activation[] ACTIVATIONS = {
        Activation.NONE,
        Activation.RELU,
        new Activation.Relu6(6),
        new Activation.LeakyRelu(0.1f),
        new Activation.HardSwish(6, 6, 3)
    };

    static List<String> instructionSets() {
        return Exactness.instructionSets();
    }

    /** Images, channels, height, width, outputs, groups, kernel, stride, padding [t, b, l, r], dilation. */
    private static final int[][] SHAPES = {
        {1, 64, 14, 14, 64, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 3, 15, 13, 16, 1, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1},
        {1, 3, 30, 30, 64, 1, 7, 7, 2, 2, 3, 3, 3, 3, 1, 1},
        {2, 40, 7, 9, 24, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 100, 5, 6, 200, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 130, 7, 7, 96, 1, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1},
        {1, 24, 12, 12, 40, 1, 5, 3, 1, 2, 0, 2, 1, 3, 1, 1},
        {1, 16, 12, 12, 16, 1, 3, 3, 1, 1, 2, 2, 2, 2, 2, 2},
        {1, 20, 9, 11, 36, 1, 3, 2, 2, 1, 1, 0, 0, 2, 1, 3},
        {1, 64, 8, 8, 64, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 192, 6, 6, 96, 3, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 128, 6, 6, 128, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 12, 6, 6, 24, 12, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {3, 8, 1, 1, 200, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 256, 1, 1, 320, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 64, 1, 1, 64, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 1, 5, 5, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 16, 3, 40, 4, 1, 1, 25, 1, 1, 0, 0, 0, 0, 1, 1},
        // a last block of one vector, of three, planes with few channels at the end
        {1, 36, 6, 16, 40, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 148, 4, 20, 120, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 200, 5, 5, 72, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 70, 6, 6, 48, 1, 3, 2, 1, 1, 1, 1, 1, 1, 1, 2},
        {1, 200, 1, 1, 424, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        // groups of many sizes
        {1, 240, 5, 6, 60, 3, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 60, 5, 6, 240, 3, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 60, 5, 15, 240, 3, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 64, 7, 9, 64, 8, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1},
        {2, 256, 4, 4, 256, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 90, 5, 5, 30, 5, 3, 3, 1, 1, 2, 2, 2, 2, 2, 2},
        {1, 42, 5, 5, 98, 7, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 40, 6, 6, 80, 40, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 70, 6, 6, 210, 70, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1},
        {1, 24, 6, 6, 96, 24, 5, 5, 1, 1, 2, 2, 2, 2, 1, 1},
        // depthwise
        {1, 32, 15, 13, 32, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {2, 64, 14, 14, 64, 64, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1},
        {1, 100, 7, 7, 100, 100, 5, 5, 1, 1, 2, 2, 2, 2, 1, 1},
        {1, 24, 9, 9, 24, 24, 5, 5, 2, 2, 2, 2, 2, 2, 1, 1},
        {1, 130, 8, 9, 130, 130, 3, 3, 1, 1, 2, 2, 2, 2, 2, 2},
        {1, 12, 6, 7, 12, 12, 2, 3, 1, 1, 1, 0, 1, 1, 1, 1},
        {1, 3, 6, 7, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 72, 1, 1, 72, 72, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
        {1, 70, 7, 8, 70, 70, 3, 3, 2, 1, 1, 1, 1, 1, 1, 1},
        {2, 16, 6, 9, 16, 16, 3, 3, 1, 2, 0, 2, 2, 0, 1, 1},
        {1, 64, 3, 5, 64, 64, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1},
        {1, 64, 9, 12, 64, 64, 3, 3, 3, 2, 1, 1, 1, 1, 1, 1},
    };

    private static Conv2d conv(int[] s, Activation activation) {
        return new Conv2d(
                new Hw(s[8], s[9]),
                Padding.explicit(s[10], s[11], s[12], s[13]),
                new Hw(s[14], s[15]),
                s[5],
                activation);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void anyShapeGivesTheReferencesBits(String isa) {
        for (int i = 0; i < SHAPES.length; i++) {
            int[] s = SHAPES[i];
            for (int variant = 0; variant < 5; variant++) {
                var g = new Graphs(31 * i + variant);
                var x = g.input(int8(0.02f, s[0], s[1], s[2], s[3]));
                // behind a rectifier the input has no negative values
                var in = variant % 2 == 0 ? x : g.int8(new Relu(), 0.02f, x);
                var w = g.weights(variant < 3, 0, s[4], s[1] / s[5], s[6], s[7]);
                int terms = s[1] / s[5] * s[6] * s[7];
                float scale = (float) (0.02 * 0.01 * Math.sqrt(terms) * 60);
                var y = variant == 1
                        ? g.int8(conv(s, ACTIVATIONS[variant]), scale, in, w)
                        : g.int8(conv(s, ACTIVATIONS[variant]), scale, in, w, g.bias(s[4]));
                Exactness.require(isa, g.output(y).build(), i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void addsAResidualBeforeStoring(String isa) {
        for (int channels : new int[] {40, 64, 128, 200}) {
            for (int variant = 0; variant < 4; variant++) {
                var g = new Graphs(channels + variant);
                var x = g.input(int8(0.02f, 1, 64, 9, 7));
                var other = g.input(int8(0.05f, 1, channels, 9, 7));
                var r = variant < 2 ? other : g.int8(new Relu(), 0.05f, other);
                var conv = Conv2d.plain().withActivation(variant == 1 ? Activation.RELU : Activation.NONE);
                var q = g.int8(conv, 0.03f, x, g.weights(true, 0, channels, 64, 1, 1), g.bias(channels));
                var sum = variant % 2 == 0 ? g.int8(new Add(-1), 0.06f, q, r) : g.int8(new Add(-1), 0.06f, r, q);
                var y = variant >= 2 ? g.int8(new Relu(), variant == 2 ? 0.06f : 0.061f, sum) : sum;
                Exactness.require(isa, g.output(y).build(), variant);
            }
        }
    }

    /** Where ends of tiles are mixed into the next one's products, a row's tiles come in pairs of several widths. */
    @ParameterizedTest
    @MethodSource("instructionSets")
    void widePointwiseLayersGiveTheReferencesBits(String isa) {
        for (int width : new int[] {14, 15, 16, 18, 19, 25, 29, 37}) {
            int inputs = width % 3 == 0 ? 32 : width % 3 == 1 ? 128 : 300;
            for (int variant = 0; variant < 4; variant++) {
                int outputs = variant == 3 ? 30 : 128;
                var g = new Graphs(width + variant);
                var x = g.input(int8(0.02f, 1, inputs, 5, width));
                var w = g.weights(true, 0, outputs, inputs, 1, 1);
                float scale = (float) (0.02 * 0.01 * Math.sqrt(inputs) * 60);
                var q = g.int8(Conv2d.plain(), scale, x, w, g.bias(outputs));
                var y = variant == 0 || variant == 3
                        ? q
                        : g.int8(new Add(-1), scale, q, g.input(int8(0.05f, 1, outputs, 5, width)));
                Exactness.require(
                        isa,
                        g.output(variant == 2 ? g.int8(new Relu(), scale, y) : y)
                                .build(),
                        variant);
            }
        }
    }

    /** Pixels of three bytes overlap while they are written; what is left of a row's last one must not harm anybody. */
    @ParameterizedTest
    @MethodSource("instructionSets")
    void picturesInThreeBytesGiveTheReferencesBits(String isa) {
        // width, kernel rows and columns, stride, padding [t, b, l, r]
        int[][] shapes = {
            {33, 7, 7, 2, 3, 3, 3, 3},
            {16, 5, 5, 1, 2, 2, 2, 2},
            {21, 3, 5, 1, 1, 1, 0, 1},
            {3, 1, 4, 1, 0, 0, 1, 2},
            {19, 7, 6, 3, 0, 0, 4, 0},
            {20, 5, 5, 2, 2, 2, 0, 0},
        };
        for (int[] s : shapes) {
            for (int images = 1; images <= 2; images++) {
                var g = new Graphs(s[0] + images);
                var x = g.input(TensorType.float32(images, 3, 11, s[0]));
                var q = g.int8(new Quantize(0.02f), 0.02f, x);
                var conv = new Conv2d(
                        new Hw(s[3], s[3]),
                        Padding.explicit(s[4], s[5], s[6], s[7]),
                        Hw.ONE,
                        1,
                        images == 1 ? Activation.RELU : Activation.NONE);
                var y = g.int8(conv, 0.4f, q, g.weights(true, 0, 70, 3, s[1], s[2]), g.bias(70));
                // a second reader with taps that do not gain
                var z = g.int8(Conv2d.plain(), 0.2f, q, g.weights(true, 0, 20, 3, 1, 1), g.bias(20));
                Exactness.require(isa, (images == 1 ? g.output(y) : g.output(y, z)).build(), s[0]);
            }
        }
    }

    /** The last bytes of four kernel rows in a dword: some rows lie above or below the picture, some columns beside it. */
    @ParameterizedTest
    @MethodSource("instructionSets")
    void lastBytesOfKernelRowsThatAreGatheredGiveTheReferencesBits(String isa) {
        // height, width, kernel rows and columns, stride, padding [t, b, l, r]
        int[][] shapes = {
            {15, 40, 7, 7, 2, 3, 3, 3, 3},
            {14, 37, 7, 7, 2, 2, 3, 2, 3},
            {12, 33, 7, 7, 2, 0, 5, 0, 1},
            {5, 34, 6, 7, 2, 4, 0, 1, 4},
            {27, 75, 11, 11, 4, 2, 2, 2, 2},
            {30, 71, 9, 3, 4, 5, 6, 0, 0},
            {13, 36, 3, 3, 2, 1, 1, 1, 1},
            {12, 32, 3, 3, 2, 0, 1, 0, 1},
            {2, 32, 5, 3, 2, 2, 2, 1, 0},
            {9, 40, 7, 7, 1, 3, 3, 3, 3},
        };
        for (int[] s : shapes) {
            for (int images = 1; images <= 2; images++) {
                var g = new Graphs(s[0] + images);
                var x = g.input(TensorType.float32(images, 3, s[0], s[1]));
                var q = g.int8(new Quantize(0.02f), 0.02f, x);
                var conv = new Conv2d(
                        new Hw(s[4], s[4]), Padding.explicit(s[5], s[6], s[7], s[8]), Hw.ONE, 1, Activation.NONE);
                var y = g.int8(conv, 0.4f, q, g.weights(true, 0, 136, 3, s[2], s[3]), g.bias(136));
                Exactness.require(isa, g.output(y).build(), s[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void matrixProductsGiveTheReferencesBits(String isa) {
        int[][] shapes = {{1, 1024, 1000}, {1, 10, 7}, {5, 64, 70}, {3, 30, 33}, {2, 130, 64}, {1, 33, 300}};
        for (int[] s : shapes) {
            for (int variant = 0; variant < 3; variant++) {
                var g = new Graphs(s[1] + variant);
                var x = g.input(int8(0.02f, s[0], s[1]));
                var y = g.int8(
                        new FullyConnected(1, ACTIVATIONS[variant]),
                        (float) (0.02 * 0.01 * Math.sqrt(s[1]) * 60),
                        x,
                        g.weights(variant == 1, 1, s[1], s[2]),
                        g.bias(s[2]));
                Exactness.require(isa, g.output(y).build(), variant);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void oneInputServesConvolutionsOfDifferentBorders(String isa) {
        var g = new Graphs(9);
        var x = g.int8(new Relu(), 0.02f, g.input(int8(0.02f, 1, 20, 10, 10)));
        var a = g.int8(conv(SHAPES[8], Activation.NONE), 0.3f, x, g.weights(true, 0, 36, 20, 3, 2), g.bias(36));
        var wide = new Conv2d(Hw.ONE, Padding.explicit(3, 3, 3, 3), Hw.ONE, 1, Activation.RELU);
        var b = g.int8(wide, 0.3f, x, g.weights(true, 0, 12, 20, 7, 7), g.bias(12));
        var c = g.int8(Conv2d.plain(), 0.3f, x, g.weights(true, 0, 70, 20, 1, 1), g.bias(70));
        Exactness.require(isa, g.output(a, b, c).build(), 9);
    }
}
