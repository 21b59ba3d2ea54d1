package dev.touchstone.pass;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.graph.Node;

/** Thresholds, the magnitudes that map to 127, as steps between neighbouring int8 codes. */
final class Steps {
    /** The largest int8 code. */
    static final int RANGE = 127;

    /** Thresholds below it, but not 0, overflow the bias scale and the reciprocal. */
    private static final double SMALLEST = 1e-20;

    private Steps() {}

    /**
     * The step {@code threshold / 127}, for a threshold that a node gives to a tensor. A threshold of 0 belongs to a
     * tensor that is 0 everywhere: any step will do, and 1 is taken.
     *
     * @throws InvalidGraphException if the threshold is not 0, and not a number from 1e-20 up
     */
    static float of(float threshold, Node node, String tensor, Notes notes) {
        return checked(threshold, threshold / RANGE, node, tensor, notes);
    }

    /** As {@link #of}, for a step that is known in more digits than its threshold. */
    static float checked(double threshold, float step, Node node, String tensor, Notes notes) {
        if (threshold == 0) {
            notes.add(node.label() + ": the threshold of " + tensor + " is 0; its int8 scale is set to 1");
            return 1;
        }
        if (!(threshold >= SMALLEST && step <= Float.MAX_VALUE)) {
            throw new InvalidGraphException("threshold of " + tensor + " is " + (float) threshold
                            + "; expected 0, or a finite number of 1e-20 or more (precision FLOAT takes any)")
                    .at(node.name(), node.operator().name());
        }
        return step;
    }

    /** Refuses what is not quantized to 8 bits. */
    static void requireEightBits(int bits, Node node) {
        if (bits != 8) {
            throw new UnsupportedOperatorException(node.label() + ": bit_length is " + bits
                    + "; the int8 precisions need 8 (precision FLOAT takes 1 to 16)");
        }
    }
}
