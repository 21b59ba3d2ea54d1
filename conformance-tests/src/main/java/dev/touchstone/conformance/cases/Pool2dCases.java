package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseBody;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;

/** Pooling windows of every kind, at every border. */
final class Pool2dCases {
    private Pool2dCases() {}

    static CaseSource source(long seed) {
        return OperatorSource.of("pool2d", "pool2d", seed)
                .rule("P1", 60, d -> mixed(d, kind(d), new Window.Global(), d.oneIn(2)))
                .rule("P2", 100, d -> sliding(d, kind(d), d.turn(Padding.SAME, Padding.VALID)))
                .rule("P3", 120, Pool2dCases::sizes)
                .rule("P4", 40, Pool2dCases::empty)
                .rule("P5", 90, Pool2dCases::negative)
                .rule("P6", 40, Pool2dCases::specials)
                .rule("P7", 120, d -> border(d, false))
                .rule("P8", 120, d -> border(d, true))
                .rule("P9", 100, Pool2dCases::adaptive)
                .rule("P10", 60, Pool2dCases::floatAverages)
                .rule("P11", 120, d -> int8(d, Pool2d.Kind.MAX))
                .rule("P12", 200, d -> int8(d, Pool2d.Kind.AVERAGE))
                .rule("P13", 1, Pool2dCases::tooLarge);
    }

    private static Pool2d.Kind kind(Draw d) {
        return d.turn(Pool2d.Kind.MAX, Pool2d.Kind.AVERAGE);
    }

    private static Shape image(Draw d, int least) {
        return Shape.of(d.integer(1, 3), d.size(9), Math.max(least, d.size(17)), Math.max(least, d.size(33)));
    }

    private static Padding pads(Draw d, int kernel) {
        return Padding.explicit(d.integer(0, kernel), d.integer(0, kernel), d.integer(0, kernel), d.integer(0, kernel));
    }

    private static Computation mixed(Draw d, Pool2d.Kind kind, Window window, boolean countPadding) {
        return pool(d, new Pool2d(kind, window, countPadding && kind == Pool2d.Kind.AVERAGE), image(d, 1), d.oneIn(3));
    }

    private static Computation pool(Draw d, Pool2d pool, Shape x, boolean floats) {
        if (floats) {
            return d.node(pool, Operand.fed(d.floats(x, 3)));
        }
        float scale = d.scale();
        float out = d.oneIn(3) ? scale : d.scaleFor(127.0 * scale);
        return d.node(pool, out, Operand.fed(d.int8(x, scale)));
    }

    private static Computation sliding(Draw d, Pool2d.Kind kind, Padding padding) {
        var kernel = d.hw(1, 6);
        var x = image(d, 6);
        var window = new Window.Sliding(kernel, d.hw(1, 4), padding, false);
        return pool(d, new Pool2d(kind, window, kind == Pool2d.Kind.AVERAGE && d.oneIn(2)), x, d.oneIn(3));
    }

    /** Floor and ceil, strides beyond the kernel, kernels that exceed the padded image by less than the stride. */
    private static Computation sizes(Draw d) {
        boolean ceil = d.step() % 2 == 1;
        boolean beyond = d.step() % 5 == 4;
        int h = d.integer(2, 12);
        int w = d.integer(2, 12);
        var kernel = beyond ? new Hw(h + 1, w + d.integer(0, 2)) : new Hw(d.integer(1, h + 1), d.integer(1, w + 1));
        var stride = beyond ? d.hw(2, 5) : d.hw(1, 5);
        var window = new Window.Sliding(kernel, stride, Padding.NONE, ceil);
        // A last window that begins behind the image is rule P4's; int8 refuses it.
        boolean last = (window.outputs(h, w).h() - 1) * stride.h() >= h
                || (window.outputs(h, w).w() - 1) * stride.w() >= w;
        var pool = new Pool2d(kind(d), window, false);
        return pool(d, pool, Shape.of(1, d.integer(1, 5), h, w), last || d.oneIn(4));
    }

    /** Windows wholly outside the image, on float32. */
    private static Computation empty(Draw d) {
        int k = d.integer(1, 4);
        var pads = Padding.explicit(k + d.integer(0, 2), k, d.integer(0, k), k + 1);
        var pool = new Pool2d(
                kind(d),
                new Window.Sliding(new Hw(k, k), d.hw(1, 3), pads, d.oneIn(2)),
                d.oneIn(2) && d.step() % 2 == 1);
        return d.node(pool, Operand.fed(d.floats(Shape.of(1, 2, d.integer(2, 6), d.integer(2, 6)), 2)));
    }

    /** Negative values only, so that padding would win if it took part. */
    private static Computation negative(Draw d) {
        int k = d.integer(2, 5);
        var window = new Window.Sliding(new Hw(k, k), d.hw(1, 3), pads(d, k), false);
        var pool = new Pool2d(Pool2d.Kind.MAX, window, false);
        var x = image(d, k);
        if (d.step() % 3 == 0) {
            return d.node(pool, Operand.fed(d.uniform(x, -9, -1)));
        }
        float scale = d.scale();
        return d.node(
                pool, scale, Operand.fed(d.int8(x, scale, d.turn(Pattern.LOWEST, Pattern.ONE_HOT, Pattern.LIMITS))));
    }

    private static Computation specials(Draw d) {
        var window = new Window.Sliding(d.hw(1, 4), d.hw(1, 3), Padding.NONE, false);
        return d.node(new Pool2d(Pool2d.Kind.MAX, window, false), Operand.fed(d.specials(image(d, 4))));
    }

    /** Averages at borders, where divisors differ; a constant image shows each divisor. */
    private static Computation border(Draw d, boolean countPadding) {
        int k = d.integer(2, 6);
        var window = new Window.Sliding(new Hw(k, d.integer(2, k + 1)), d.hw(1, 4), pads(d, 2), d.oneIn(3));
        var pool = new Pool2d(Pool2d.Kind.AVERAGE, window, countPadding);
        var x = Shape.of(1, d.integer(1, 4), d.integer(k, 10), d.integer(k, 14));
        var outputs = window.outputs(x.extent(2), x.extent(3));
        var pads = window.padding();
        boolean last = (outputs.h() - 1) * window.stride().h() - pads.top() >= x.extent(2)
                || (outputs.w() - 1) * window.stride().w() - pads.left() >= x.extent(3);
        if (last || d.step() % 4 == 3) {
            return d.node(pool, Operand.fed(d.floats(x, 3)));
        }
        float scale = d.scale();
        return d.node(
                pool,
                d.scaleFor(100.0 * scale),
                Operand.fed(d.int8(x, scale, d.turn(Pattern.HIGHEST, Pattern.UNIFORM, Pattern.RAMP, Pattern.LOWEST))));
    }

    private static Computation adaptive(Draw d) {
        var x = image(d, 1);
        var window = new Window.Adaptive(new Hw(d.integer(1, x.extent(2) + 1), d.integer(1, x.extent(3) + 1)));
        return pool(d, new Pool2d(kind(d), window, false), x, d.oneIn(3));
    }

    private static Computation floatAverages(Draw d) {
        int k = d.integer(1, 6);
        var window = new Window.Sliding(new Hw(k, k), d.hw(1, 3), pads(d, k), false);
        var pool = new Pool2d(Pool2d.Kind.AVERAGE, window, d.oneIn(2));
        var x = image(d, 6);
        return d.node(pool, Operand.fed(d.step() % 6 == 5 ? d.specials(x) : d.floats(x, 10)));
    }

    /** Scales that are powers of two and windows of 2, 4 or 8 elements make exact ties. */
    private static Computation int8(Draw d, Pool2d.Kind kind) {
        boolean ties = d.step() % 2 == 0;
        var kernel = ties ? d.pick(new Hw(1, 2), new Hw(2, 2), new Hw(2, 4), new Hw(4, 4)) : d.hw(1, 8);
        var window =
                d.step() % 7 == 6 ? new Window.Global() : new Window.Sliding(kernel, d.hw(1, 3), Padding.NONE, false);
        float scale = ties ? 0x1p-3f : d.scale();
        float out = ties ? d.pick(0x1p-3f, 0x1p-4f, 0x1p-2f) : d.scaleFor(127.0 * scale);
        return d.node(
                new Pool2d(kind, window, false),
                out,
                Operand.fed(d.int8(
                        image(d, 8), scale, ties ? d.pick(Pattern.SMALL, Pattern.UNIFORM) : d.pick(Pattern.values()))));
    }

    /** A window whose sum may leave int32. */
    private static CaseBody tooLarge(Draw d) {
        return Refused.node(
                new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false),
                TensorType.int8(Shape.of(1, 1, 4200, 4200), 1),
                1f);
    }
}
