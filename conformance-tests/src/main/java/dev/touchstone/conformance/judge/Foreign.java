package dev.touchstone.conformance.judge;

import dev.touchstone.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** Compares with the results of an oracle whose float32 arithmetic is not stated. */
final class Foreign {
    private Foreign() {}

    /**
     * Where results are too far from the oracle's.
     *
     * @param tolerance part of the tensor's largest finite magnitude, at least of 1; 0 for equal numbers
     */
    static Optional<Difference> difference(Tensor expected, Tensor actual, double tolerance) {
        if (tolerance == 0) {
            return Difference.between(expected, actual);
        }
        var wanted = Difference.numbers(expected);
        double bound = tolerance
                * Math.max(
                        1,
                        Arrays.stream(wanted)
                                .map(Math::abs)
                                .filter(Double::isFinite)
                                .max()
                                .orElse(0));
        return Difference.outside(expected, actual, new Difference.Admitted() {
            @Override
            public boolean admits(int index, double found) {
                return Difference.same(wanted[index], found) || Math.abs(wanted[index] - found) <= bound;
            }

            @Override
            public String text(int index) {
                return (float) wanted[index] + " within " + (float) bound;
            }
        });
    }
}
