package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Reshape;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;

/** Reshapes to sizes that the lowering has computed. */
final class Shapes {
    private Shapes() {}

    static Reshape reshape(Shape shape) {
        return new Reshape(Arrays.stream(shape.toArray()).boxed().toList());
    }

    static Reshape reshape(int... extents) {
        return reshape(Shape.of(extents));
    }
}
