package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Resize;
import dev.touchstone.tensor.Shape;
import java.util.List;

/** Images made larger and smaller. */
final class ResizeCases {
    private ResizeCases() {}

    static CaseSource source(long seed) {
        return OperatorSource.of("resize", "resize", seed)
                .rule("I1", 120, d -> resize(d, d.pick(Resize.Method.values()), Pattern.RAMP))
                .rule("I2", 120, d -> resize(d, Resize.Method.NEAREST, Pattern.RAMP))
                .rule("I3", 100, ResizeCases::floats)
                .rule("I4", 140, d -> resize(d, Resize.Method.BILINEAR, Pattern.UNIFORM))
                .rule("I5", 60, ResizeCases::limits);
    }

    private static Resize operator(Draw d, Resize.Method method, Shape x) {
        var coordinates = method == Resize.Method.NEAREST
                ? d.turn(Resize.Coordinates.ALIGN_CORNERS, Resize.Coordinates.ASYMMETRIC)
                : d.turn(Resize.Coordinates.values());
        if (d.oneIn(3)) {
            float h = d.pick(0.3f, 1.7f, 2f, 0.5f, 3f, 1.3f);
            float w = d.pick(0.3f, 1.7f, 2f, 0.5f, 3f, 1.1f);
            var size = new Hw(Math.max(1, (int) (x.extent(2) * h)), Math.max(1, (int) (x.extent(3) * w)));
            return new Resize(method, size, coordinates, List.of(h, w));
        }
        var size = d.oneIn(6) ? new Hw(x.extent(2), x.extent(3)) : new Hw(d.size(17), d.size(17));
        return new Resize(method, size, coordinates, List.of());
    }

    private static Shape image(Draw d) {
        return Shape.of(d.integer(1, 3), d.integer(1, 4), d.size(11), d.size(13));
    }

    private static Computation resize(Draw d, Resize.Method method, Pattern pattern) {
        var x = image(d);
        var operator = operator(d, method, x);
        if (d.oneIn(4)) {
            return d.node(operator, Operand.fed(d.floats(x, 1)));
        }
        float scale = d.scale();
        return d.node(
                operator,
                d.oneIn(2) ? scale : d.scaleFor(127.0 * scale),
                Operand.fed(d.int8(x, scale, d.oneIn(3) ? d.pick(Pattern.values()) : pattern)));
    }

    private static Computation floats(Draw d) {
        var x = image(d);
        var operator = operator(d, Resize.Method.BILINEAR, x);
        return d.node(operator, Operand.fed(d.step() % 6 == 5 ? d.specials(x) : d.floats(x, 10)));
    }

    /** Scales so small that positions reach beyond the image. */
    private static Computation limits(Draw d) {
        var x = Shape.of(1, 2, d.integer(1, 5), d.integer(1, 5));
        var size = new Hw(d.integer(2, 20), d.integer(2, 20));
        var method = d.pick(Resize.Method.values());
        var operator = new Resize(
                method,
                size,
                d.pick(Resize.Coordinates.ASYMMETRIC, Resize.Coordinates.ALIGN_CORNERS),
                List.of(d.pick(0.2f, 0.7f, 1f), d.pick(0.25f, 0.9f, 1f)));
        float scale = d.scale();
        return d.node(operator, scale, Operand.fed(d.int8(x, scale, Pattern.RAMP)));
    }
}
