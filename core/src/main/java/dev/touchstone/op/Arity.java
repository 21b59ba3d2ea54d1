package dev.touchstone.op;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** Checks how many inputs a node gives to its operator. */
final class Arity {
    private Arity() {}

    /** The only input. */
    static TensorType one(Operator operator, List<TensorType> inputs) {
        between(operator, inputs, 1, 1);
        return inputs.getFirst();
    }

    /** The first of {@code least..most} inputs. */
    static TensorType between(Operator operator, List<TensorType> inputs, int least, int most) {
        if (inputs.size() < least || inputs.size() > most) {
            throw new InvalidGraphException(operator.name() + " has " + inputs.size() + " inputs; expected "
                    + (least == most ? least : least + " to " + most));
        }
        return inputs.getFirst();
    }
}
