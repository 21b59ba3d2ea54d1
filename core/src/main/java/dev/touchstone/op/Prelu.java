package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * {@code x > 0 ? x : a * x} with a slope from the second input: one for all, one for each channel (axis 1), or one for
 * each element of an image. Semantics: rules U1, U3 of {@code PreluKernel}.
 *
 * <p>Inputs: x, slope (float32, of any shape with the right number of elements).
 */
public record Prelu(Mode mode) implements Operator {
    /** What a slope belongs to. */
    public enum Mode {
        /** One slope for every element. */
        ALL,
        /** One for each index of axis 1. */
        CHANNEL,
        /** One for each element behind axis 0. */
        ELEMENT
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.between(inputs, 2, 2);
        Attributes.real(x);
        var slope = inputs.get(1);
        Attributes.require(slope.isFloat(), "slope is %s; expected float32", slope.dataType());
        Attributes.require(
                mode == Mode.ALL || x.rank() >= 2, "input %s has no channel axis; expected rank 2 or more", x.shape());
        int expected = switch (mode) {
            case ALL -> 1;
            case CHANNEL -> x.shape().extent(1);
            case ELEMENT -> x.shape().product(1, x.rank());
        };
        Attributes.require(
                slope.shape().elements() == expected,
                "slope %s has %s elements; expected %s",
                slope.shape(),
                slope.shape().elements(),
                expected);
        return List.of(x);
    }
}
