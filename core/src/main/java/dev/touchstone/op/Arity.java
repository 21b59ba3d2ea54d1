package dev.touchstone.op;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** Checks how many inputs a node gives to its operator. */
final class Arity {
    private Arity() {}

    /** The only input. */
    static TensorType one(List<TensorType> inputs) {
        between(inputs, 1, 1);
        return inputs.getFirst();
    }

    /** The first of {@code least..most} inputs. */
    static TensorType between(List<TensorType> inputs, int least, int most) {
        if (inputs.size() < least || inputs.size() > most) {
            throw new InvalidGraphException("has " + inputs.size() + (inputs.size() == 1 ? " input" : " inputs")
                    + "; expected " + allowed(least, most));
        }
        return inputs.getFirst();
    }

    private static String allowed(int least, int most) {
        if (least == most) {
            return Integer.toString(least);
        }
        return most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
    }
}
