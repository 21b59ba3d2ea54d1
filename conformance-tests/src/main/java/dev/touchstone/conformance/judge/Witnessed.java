package dev.touchstone.conformance.judge;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.Judgement;
import java.util.Optional;

/**
 * A computation with results that somebody else made: another implementation, or the definition in another form. These
 * are true of the definition's arithmetic and say nothing of another one, so that only backends are judged by them that
 * claim the definition's for every node.
 *
 * @param witnessed with expected results, and how far from them results may be
 */
public record Witnessed(Computation witnessed) implements Judgement {
    @Override
    public CaseResult run(Backend backend) {
        return claimsDefinition(backend.profile())
                ? ComputationJudge.judge(backend, witnessed)
                : new CaseResult.Skipped("the profile is not the definition's, which alone gives the expected results");
    }

    /** A profile that differs in how float32 sums are added is the definition's for graphs without such sums. */
    private boolean claimsDefinition(NumericProfile profile) {
        var ordered = profile.with(NumericProfile.REFERENCE.accumulation());
        return profile.equals(NumericProfile.REFERENCE)
                || (ordered.equals(NumericProfile.REFERENCE)
                        && witnessed.graph().nodes().stream().noneMatch(FloatSums::isSum));
    }

    @Override
    public Optional<Computation> computation() {
        return Optional.of(witnessed);
    }
}
