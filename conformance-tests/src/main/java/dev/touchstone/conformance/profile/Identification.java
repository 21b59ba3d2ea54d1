package dev.touchstone.conformance.profile;

import dev.touchstone.TouchstoneException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds out in which arithmetic a backend computes each operator: runs {@link SeparatingCases} and keeps the arithmetics
 * that give all of its results.
 */
public final class Identification {
    /**
     * What is known of one operator.
     *
     * @param operator its name
     * @param cases how many separating cases the backend computed
     * @param found the arithmetics that give all its results, those that depart least from the definition first
     * @param text the same in words
     */
    public record Line(String operator, int cases, List<Arithmetic> found, String text) {
        /** Copies the list. */
        public Line {
            found = List.copyOf(found);
        }

        /** {@code conv2d: rounding HALF_AWAY (16 cases)}. */
        @Override
        public String toString() {
            return operator + ": " + text + " (" + cases + (cases == 1 ? " case)" : " cases)");
        }
    }

    private static final int MOST_NAMED = 3;

    private record Observed(NodeRun run, List<Tensor> actual) {}

    private Identification() {}

    /** The names of the operators that the separating cases know. */
    public static List<String> operators() {
        return SeparatingCases.computations().stream()
                .map(c -> c.graph().nodes().getFirst().operator().name())
                .distinct()
                .toList();
    }

    /**
     * A line for each operator that the separating cases know and the backend claims.
     *
     * @param operators which of them, by name
     */
    public static List<Line> of(Backend backend, Predicate<String> operators) {
        var observed = new LinkedHashMap<String, List<Observed>>();
        for (var computation : SeparatingCases.computations()) {
            var run = NodeRun.of(computation).orElseThrow();
            var operator = run.node().operator().name();
            if (operators.test(operator) && backend.supports(run.node()) instanceof Support.Supported) {
                observed.computeIfAbsent(operator, k -> new ArrayList<>())
                        .add(new Observed(run, results(backend, computation)));
            }
        }
        return observed.entrySet().stream()
                .map(e -> line(e.getKey(), e.getValue()))
                .toList();
    }

    /** Empty if the backend fails. */
    private static List<Tensor> results(Backend backend, Computation computation) {
        var outputs = computation.graph().outputs().stream()
                .map(v -> Tensor.allocate(v.type()))
                .toList();
        try (var compiled = backend.compile(computation.graph())) {
            compiled.run(computation.inputs(), outputs, RunMonitor.NONE);
            return outputs;
        } catch (TouchstoneException e) {
            return List.of();
        }
    }

    private static Line line(String operator, List<Observed> all) {
        var answered = all.stream().filter(o -> !o.actual.isEmpty()).toList();
        if (answered.isEmpty()) {
            return new Line(operator, 0, List.of(), "no results: the backend fails");
        }
        var found = found(answered);
        return new Line(operator, answered.size(), found, text(found));
    }

    private static List<Arithmetic> found(List<Observed> observed) {
        var fields = new LinkedHashSet<Field<?>>();
        observed.forEach(o -> fields.addAll(Field.of(o.run.node())));
        var node = observed.getFirst().run.node();
        var remaining = Candidates.all(fields).stream()
                .filter(a -> Field.isDistinct(node, a))
                .toList();
        for (var o : observed) {
            var relevant = Field.of(o.run.node());
            var trial = new Trial(o.run, o.actual);
            // Arithmetics that differ in nothing that this node depends on need not be tried twice.
            var verdicts = new LinkedHashMap<Arithmetic, Boolean>();
            remaining = remaining.stream()
                    .filter(a -> verdicts.computeIfAbsent(Candidates.within(relevant, a), trial::gives))
                    .toList();
        }
        return remaining;
    }

    private static String text(List<Arithmetic> found) {
        if (found.isEmpty()) {
            return "no arithmetic that the suite knows gives these results";
        }
        var first = found.stream()
                .limit(MOST_NAMED)
                .map(NamedProfile::departure)
                .map(d -> d.isEmpty() ? "as the definition" : d)
                .collect(Collectors.joining("; or "));
        return first + (found.size() > MOST_NAMED ? "; or " + (found.size() - MOST_NAMED) + " others" : "");
    }
}
