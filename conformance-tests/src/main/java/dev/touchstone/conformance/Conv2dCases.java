package dev.touchstone.conformance;

import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Convolutions of small odd sizes; each rule gets the attributes and data on which breaking it shows. */
final class Conv2dCases implements OperatorCases {
    /** What a case is made to show. */
    private enum Focus {
        SHAPES("C1", "shapes of input, filter and bias"),
        PADDING("C2", "SAME, VALID and asymmetric padding"),
        SIZE("C3", "output size by truncating division"),
        GROUPS("C4", "which input channels an output channel reads"),
        BORDER("C5", "taps outside the image contribute nothing"),
        FLOAT("C6", "order and rounding of float32 sums"),
        BIAS("C7", "bias in units of the int32 accumulator"),
        REQUANTIZE("C8", "scaling, rounding and limits of int8 results"),
        ACTIVATION("C9", "fused activation before rounding"),
        TO_FLOAT("C10", "float32 results of int8 operands"),
        SCALES("C11", "one weight scale for each output channel"),
        BATCH("C12", "images of a batch are independent");

        private final String label;
        private final String text;

        Focus(String label, String text) {
            this.label = label;
            this.text = text;
        }

        Rule rule() {
            return new Rule("conv2d/" + label, "Conv2dKernel", text);
        }
    }

    @Override
    public String operator() {
        return "conv2d";
    }

    @Override
    public List<Rule> rules() {
        return Arrays.stream(Focus.values()).map(Focus::rule).toList();
    }

    @Override
    public int casesPerRule() {
        return 40;
    }

    @Override
    public ConformanceCase draw(String id, int rule, SplittableRandom random) {
        var focus = Focus.values()[rule];
        int groups = focus == Focus.GROUPS ? random.nextInt(2, 5) : 1;
        int channels = groups * random.nextInt(1, 5);
        int outputs = groups * random.nextInt(1, 4);
        int h = random.nextInt(5, 10);
        int w = random.nextInt(5, 10);
        var x = Shape.of(focus == Focus.BATCH ? random.nextInt(2, 4) : 1, channels, h, w);
        // For half of C3 the kernel exceeds the padded input by less than the stride.
        boolean beyond = focus == Focus.SIZE && random.nextBoolean();
        var kernel = beyond ? new Hw(h + 1, w + random.nextInt(0, 2)) : hw(random, 1, 4);
        var stride = beyond ? hw(random, 2, 4) : hw(random, 1, 4);
        var dilation = beyond ? Hw.ONE : hw(random, 1, 3);
        var filter = Shape.of(outputs, channels / groups, kernel.h(), kernel.w());
        var conv = new Conv2d(
                stride, beyond ? Padding.NONE : padding(focus, random), dilation, groups, activation(focus, random));
        return operands(focus, random, x, filter).toCase(id, focus.rule(), conv, random);
    }

    private static Hw hw(SplittableRandom random, int from, int to) {
        return new Hw(random.nextInt(from, to), random.nextInt(from, to));
    }

    private static Padding padding(Focus focus, SplittableRandom random) {
        if (focus == Focus.PADDING && random.nextInt(3) > 0) {
            return random.nextBoolean() ? Padding.SAME : Padding.VALID;
        }
        // Wide borders for C5, so that some windows lie wholly outside.
        int most = focus == Focus.BORDER ? 6 : 3;
        return Padding.explicit(random.nextInt(most), random.nextInt(most), random.nextInt(most), random.nextInt(most));
    }

    private static Activation activation(Focus focus, SplittableRandom random) {
        if (focus != Focus.ACTIVATION) {
            return Activation.NONE;
        }
        return switch (random.nextInt(4)) {
            case 0 -> Activation.RELU;
            case 1 -> new Activation.Relu6(6);
            case 2 -> new Activation.LeakyRelu(0.3f);
            default -> new Activation.HardSwish(6, 6, 3);
        };
    }

    private static Conv2dOperands operands(Focus focus, SplittableRandom random, Shape x, Shape filter) {
        return switch (focus) {
            case FLOAT -> Conv2dOperands.floats(x, filter, 8);
            case BIAS -> Conv2dOperands.ties(x, filter, true);
            case REQUANTIZE -> Conv2dOperands.ties(x, filter, false);
            case TO_FLOAT -> Conv2dOperands.int8(x, filter, random.nextBoolean(), true);
            case SCALES -> Conv2dOperands.int8(x, filter, true, random.nextInt(4) == 0);
            case SHAPES, PADDING, SIZE, GROUPS, BORDER, ACTIVATION, BATCH ->
                random.nextBoolean()
                        ? Conv2dOperands.floats(x, filter, 0)
                        : Conv2dOperands.int8(x, filter, false, false);
        };
    }
}
