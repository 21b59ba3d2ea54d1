package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.op.Hw;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;

/** Maximum pooling that tells where; few different values, so that equal ones compete. */
final class MaxPool2dWithIndexCases {
    private MaxPool2dWithIndexCases() {}

    static CaseSource source(long seed) {
        return OperatorSource.of("max_pool2d_with_index", "max_pool2d_with_index", seed)
                .rule("X1", 80, d -> d.node(operator(d), Operand.fed(steps(d, image(d)))))
                .rule("X2", 40, d -> d.node(operator(d), Operand.fed(d.specials(image(d)))))
                .rule("X3", 100, MaxPool2dWithIndexCases::int8);
    }

    private static Shape image(Draw d) {
        return Shape.of(d.integer(1, 3), d.integer(1, 5), Math.max(4, d.size(13)), Math.max(4, d.size(17)));
    }

    private static MaxPool2dWithIndex operator(Draw d) {
        int k = d.integer(1, 5);
        return new MaxPool2dWithIndex(
                switch (d.step() % 4) {
                    case 0 -> new Window.Global();
                    case 1 -> new Window.Adaptive(d.hw(1, 5));
                    default ->
                        new Window.Sliding(
                                new Hw(k, k),
                                d.hw(1, 3),
                                Padding.explicit(d.integer(0, k), d.integer(0, k), d.integer(0, k), d.integer(0, k)),
                                false);
                });
    }

    private static Tensor steps(Draw d, Shape x) {
        var tensor = Tensor.allocate(TensorType.float32(x));
        for (int i = 0; i < x.elements(); i++) {
            tensor.floats()[i] = d.integer(-2, 3);
        }
        return tensor;
    }

    private static Computation int8(Draw d) {
        float scale = d.scale();
        return d.node(
                operator(d),
                d.oneIn(2) ? scale : d.scaleFor(127.0 * scale),
                Operand.fed(d.int8(
                        image(d), scale, d.pick(Pattern.LIMITS, Pattern.SPARSE, Pattern.SMALL, Pattern.LOWEST))));
    }
}
