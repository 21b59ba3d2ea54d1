package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Reshape;
import java.util.List;

/** {@code reshape}, {@code reshape2}: the shape stands in a list of tensors, else in a tensor, else in the attribute. */
final class ReshapeLowering {
    private ReshapeLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        var list = op.optionalInputs("ShapeTensor");
        var tensor = op.optionalInput("Shape");
        var attribute = op.integers("shape", List.of());
        return nodes -> {
            var shape = !list.isEmpty()
                    ? nodes.integers("ShapeTensor", list)
                    : tensor.map(r -> nodes.integers("Shape", r)).orElse(attribute);
            if (shape.isEmpty()) {
                throw new InvalidGraphException("the shape is empty; expected 1 extent or more");
            }
            nodes.emit(out, new Reshape(shape), nodes.value(x));
        };
    }
}
