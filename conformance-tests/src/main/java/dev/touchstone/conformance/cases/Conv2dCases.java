package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.tensor.Shape;

/** Convolutions of small odd sizes; each rule gets the attributes and data on which breaking it shows. */
final class Conv2dCases {
    private Conv2dCases() {}

    static CaseSource source(long seed) {
        return OperatorSource.of("conv2d", "conv2d", seed)
                .rule("C1", 90, Conv2dCases::shapes)
                .rule("C2", 120, Conv2dCases::padding)
                .rule("C3", 120, Conv2dCases::outputSize)
                .rule("C4", 120, Conv2dCases::groups)
                .rule("C5", 100, Conv2dCases::border)
                .rule("C6", 100, Conv2dCases::floats)
                .rule("C7", 140, Conv2dCases::bias)
                .rule("C8", 300, Conv2dCases::requantize)
                .rule("C9", 240, Conv2dCases::activation)
                .rule("C10", 100, Conv2dCases::toFloat)
                .rule("C11", 120, Conv2dCases::perChannel)
                .rule("C12", 60, Conv2dCases::batch)
                .numbers("N1", 40, Conv2dCases::lowestWeight)
                .numbers("N5", 60, Conv2dCases::largeSums);
    }

    /** Every kind of sizes: 1x1, primes, around the widths of registers, kernels of 1 to 7. */
    private static Computation shapes(Draw d) {
        int k = d.turn(1, 1, 2, 3, 3, 5, 7);
        int side = Math.max(k, d.size(17));
        var x = Shape.of(1, d.size(k == 1 ? 65 : 9), side, Math.max(k, d.size(33)));
        var filter = Shape.of(d.size(k == 1 ? 33 : 9), x.extent(1), k, k);
        return mixed(d, Conv2d.plain(), x, filter);
    }

    private static Computation padding(Draw d) {
        var x = Shape.of(1, d.integer(1, 4), d.integer(5, 10), d.integer(5, 10));
        var filter = Shape.of(d.integer(1, 4), x.extent(1), d.integer(1, 6), d.integer(1, 6));
        var pads = switch (d.step() % 4) {
            case 0 -> Padding.SAME;
            case 1 -> Padding.VALID;
            default -> Padding.explicit(d.integer(0, 3), d.integer(0, 3), d.integer(0, 3), d.integer(0, 3));
        };
        // VALID and explicit padding keep the dilation; a kernel that no longer fits gets none.
        var dilation = d.hw(1, 3);
        boolean fits = reach(filter.extent(2), dilation.h()) <= x.extent(2)
                && reach(filter.extent(3), dilation.w()) <= x.extent(3);
        var conv = new Conv2d(
                d.hw(1, 4), pads, pads.mode() == Padding.Mode.SAME || fits ? dilation : Hw.ONE, 1, Activation.NONE);
        return mixed(d, conv, x, filter);
    }

    private static int reach(int kernel, int dilation) {
        return dilation * (kernel - 1) + 1;
    }

    /** Half of the kernels exceed the padded input by less than the stride. */
    private static Computation outputSize(Draw d) {
        int h = d.integer(3, 12);
        int w = d.integer(3, 12);
        var x = Shape.of(1, d.integer(1, 4), h, w);
        boolean beyond = d.step() % 2 == 1;
        var kernel = beyond ? new Hw(h + 1, w + d.integer(0, 2)) : d.hw(1, 4);
        var stride = beyond ? d.hw(2, 5) : d.hw(1, 6);
        var dilation = beyond || Math.min(h, w) < 7 ? Hw.ONE : d.hw(1, 3);
        var filter = Shape.of(d.integer(1, 4), x.extent(1), kernel.h(), kernel.w());
        return mixed(d, new Conv2d(stride, Padding.NONE, dilation, 1, Activation.NONE), x, filter);
    }

    /** Groups from two up to one for each channel, and depthwise convolutions with one to three filters a channel. */
    private static Computation groups(Draw d) {
        boolean depthwise = d.step() % 2 == 0;
        int groups = depthwise ? d.size(33) : d.integer(2, 7);
        int channels = groups * (depthwise ? 1 : d.integer(1, 5));
        int outputs = groups * d.integer(1, 4);
        int k = d.turn(1, 3, 3, 5);
        var x = Shape.of(1, channels, Math.max(k, d.size(9)), Math.max(k, d.size(17)));
        var filter = Shape.of(outputs, channels / groups, k, k);
        int pad = d.integer(0, k / 2 + 1);
        var conv = new Conv2d(
                d.turn(Hw.ONE, new Hw(2, 2), new Hw(1, 2)),
                Padding.explicit(pad, pad, pad, pad),
                Hw.ONE,
                groups,
                Activation.NONE);
        return mixed(d, conv, x, filter);
    }

    /** Wide borders, so that some windows lie wholly outside; inputs without zeros, so that taps there show. */
    private static Computation border(Draw d) {
        var x = Shape.of(1, d.integer(1, 4), d.integer(2, 8), d.integer(2, 8));
        var filter = Shape.of(d.integer(1, 4), x.extent(1), d.integer(1, 4), d.integer(1, 4));
        var pads = Padding.explicit(d.integer(0, 6), d.integer(0, 6), d.integer(3, 6), d.integer(0, 6));
        var conv = new Conv2d(d.hw(1, 3), pads, Hw.ONE, 1, Activation.NONE);
        return d.step() % 3 == 0
                ? Products.floats(d, conv, d.floats(x, 0), d.floats(filter, 0), filter.extent(0))
                : Products.int8(d, conv, x, filter, d.turn(Pattern.HIGHEST, Pattern.LIMITS, Pattern.LOWEST), false);
    }

    /** Magnitudes far apart, so that the order of additions and every rounding shows; one case in five has specials. */
    private static Computation floats(Draw d) {
        int k = d.turn(1, 3, 2, 5);
        var x = Shape.of(1, d.size(17), Math.max(k, d.size(9)), Math.max(k, d.size(17)));
        var filter = Shape.of(d.integer(1, 6), x.extent(1), k, k);
        var conv = new Conv2d(
                d.hw(1, 3), Padding.explicit(1, 0, 1, 1), Hw.ONE, 1, d.turn(Activation.NONE, Activation.RELU));
        boolean special = d.step() % 5 == 4;
        return Products.floats(
                d, conv, special ? d.specials(x) : d.floats(x, 8), d.floats(filter, 8), filter.extent(0));
    }

    /** Biases half a step of the accumulator between two integers, large ones, and int32 ones. */
    private static Computation bias(Draw d) {
        var x = Shape.of(1, d.integer(1, 5), d.integer(1, 6), d.integer(1, 6));
        var filter = Shape.of(d.size(9), x.extent(1), 1, 1);
        return d.step() % 3 == 2
                ? Products.int8(d, Conv2d.plain(), x, filter, Pattern.UNIFORM, true)
                : Products.biasTies(d, Conv2d.plain(), x, filter);
    }

    /** Scales that make exact ties, sums one beside a tie, saturation at both ends, any scales at all. */
    private static Computation requantize(Draw d) {
        int k = d.turn(1, 1, 3);
        var x = Shape.of(1, d.size(k == 1 ? 33 : 5), Math.max(k, d.size(9)), Math.max(k, d.size(17)));
        var filter = Shape.of(d.size(9), x.extent(1), k, k);
        return switch (d.step() % 3) {
            case 0 -> Products.resultTies(d, Conv2d.plain(), x, filter);
            case 1 -> Products.int8(d, Conv2d.plain(), x, filter, d.turn(Pattern.values()), false);
            default -> Products.decimalTies(d, Conv2d.plain(), x, filter);
        };
    }

    private static Computation activation(Draw d) {
        var x = Shape.of(1, d.size(9), d.integer(3, 8), d.integer(3, 8));
        var filter = Shape.of(d.integer(1, 6), x.extent(1), d.integer(1, 4), d.integer(1, 4));
        var conv = Conv2d.plain().withActivation(Products.activation(d));
        return d.step() % 3 == 0 ? Products.resultTies(d, conv, x, filter) : mixed(d, conv, x, filter);
    }

    private static Computation toFloat(Draw d) {
        var x = Shape.of(1, d.size(17), d.integer(3, 8), d.integer(3, 8));
        var filter = Shape.of(d.size(9), x.extent(1), d.integer(1, 4), d.integer(1, 4));
        var conv = Conv2d.plain().withActivation(d.oneIn(3) ? Products.activation(d) : Activation.NONE);
        return Products.int8ToFloat(d, conv, x, filter);
    }

    private static Computation perChannel(Draw d) {
        var x = Shape.of(1, d.size(9), d.integer(3, 8), d.integer(3, 8));
        var filter = Shape.of(d.size(17) + 1, x.extent(1), d.integer(1, 4), d.integer(1, 4));
        return Products.perChannel(d, Conv2d.plain(), x, filter, 0);
    }

    private static Computation batch(Draw d) {
        var x = Shape.of(d.integer(2, 5), d.size(9), d.integer(3, 8), d.integer(3, 8));
        var filter = Shape.of(d.integer(1, 6), x.extent(1), d.integer(1, 4), d.integer(1, 4));
        return mixed(d, Conv2d.plain(), x, filter);
    }

    /** Weights of -128, which files hold although no operator produces them. */
    private static Computation lowestWeight(Draw d) {
        var x = Shape.of(1, d.size(33), d.integer(1, 4), d.size(17));
        var filter = Shape.of(d.integer(1, 5), x.extent(1), 1, 1);
        return Products.lowestWeights(d, Conv2d.plain(), x, filter);
    }

    /** Sums around 2^24, where float32 stops holding every integer, and around the limits of int32. */
    private static Computation largeSums(Draw d) {
        var x = Shape.of(1, d.turn(1, 64, 1040), 1, d.integer(1, 9));
        var filter = Shape.of(d.integer(1, 4), x.extent(1), 1, 1);
        return Products.largeSums(d, Conv2d.plain(), x, filter);
    }

    private static Computation mixed(Draw d, Conv2d conv, Shape x, Shape filter) {
        return d.oneIn(3)
                ? Products.floats(d, conv, d.floats(x, 2), d.floats(filter, 2), filter.extent(0))
                : Products.int8(d, conv, x, filter, d.pick(Pattern.values()), d.oneIn(4));
    }
}
