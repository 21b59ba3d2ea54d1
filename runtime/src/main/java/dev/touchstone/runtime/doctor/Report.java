package dev.touchstone.runtime.doctor;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Finding.State;
import dev.touchstone.backend.checkup.Piece;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Doctor} found. Immutable.
 *
 * @param results in the order of the checkups
 * @param pieces everything that has a version
 */
public record Report(List<Result> results, List<Piece> pieces) {
    /** The answer to one check of a checkup. */
    public record Result(String checkup, Check check, Finding finding) {}

    public Report {
        results = List.copyOf(results);
        pieces = List.copyOf(pieces);
    }

    /** The results of one state, in order. */
    public List<Result> in(State state) {
        return results.stream().filter(r -> r.finding().state() == state).toList();
    }

    /** What to do first: the remedy of the first thing that is wrong, since checks stand in the order of dependence. */
    public Optional<Result> first() {
        return in(State.WRONG).stream().findFirst();
    }

    /** The answer to the check of this id. */
    public Optional<Finding> finding(String id) {
        return results.stream()
                .filter(r -> r.check().id().equals(id))
                .map(Result::finding)
                .findFirst();
    }
}
