package dev.touchstone.conformance.judge;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.Computation;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Holds results against what a backend's profile admits. */
final class ProfileJudge {
    private ProfileJudge() {}

    /** Where an output leaves what the profile admits. */
    static Optional<Difference> difference(
            NumericProfile profile, Computation computation, int output, List<Tensor> expected, List<Tensor> actual) {
        return Difference.between(expected.get(output), actual.get(output));
    }
}
