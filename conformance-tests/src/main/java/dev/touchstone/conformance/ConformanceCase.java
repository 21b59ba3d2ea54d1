package dev.touchstone.conformance;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing to try, named now and made when it is needed. Equal ids mean equal cases, on every machine and in every run
 * of one suite version and seed.
 *
 * @param id source and index: {@code conv2d#17}
 * @param rule what the case was made to test
 * @param body makes the case; every call gives an equal one
 */
public record ConformanceCase(String id, Rule rule, Supplier<? extends CaseBody> body) {
    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException if it does not consist of source and index
     */
    public ConformanceCase {
        if (!id.matches("[A-Za-z0-9_.-]+#[0-9]+")) {
            throw new IllegalArgumentException("case id '" + id + "'; expected a source and an index, as conv2d#17");
        }
    }

    /** What stands before the separator: the name of the {@link CaseSource}. */
    public String source() {
        return id.substring(0, id.indexOf('#'));
    }

    /** What the case computes, if one computation is all that it does. */
    public Optional<Computation> computation() {
        return switch (body.get()) {
            case Computation computation -> Optional.of(computation);
            case Judgement judgement -> judgement.computation();
            case Check check -> Optional.empty();
        };
    }

    /** {@code conv2d#17 (conv2d/C3)}. */
    @Override
    public String toString() {
        return id + " (" + rule.id() + ")";
    }
}
