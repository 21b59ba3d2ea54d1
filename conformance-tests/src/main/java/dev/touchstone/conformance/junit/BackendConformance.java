package dev.touchstone.conformance.junit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.suite.CaseRunner;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.conformance.suite.SuiteRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The suite as one JUnit class. A backend is tested by a subclass of one method:
 *
 * <pre>{@code
 * final class MyBackendConformanceTest extends BackendConformance {
 *     @Override
 *     protected Backend backend() {
 *         return new MyBackend();
 *     }
 * }
 * }</pre>
 *
 * <p>Operators are containers, their rules are containers, cases are tests. What the backend does not support is skipped
 * with its reason; a failure is one line that names the rule and says how to repeat the case alone. Of the first failure
 * of each rule the smallest computation that fails follows as a JUnit test, and stands as a replay file in the directory
 * that {@value #REPORT_PROPERTY} names, else in {@code touchstone-conformance} below {@code target} or {@code build}.
 * System properties select: {@value #RULES_PROPERTY} rules by pattern, {@value #CASE_PROPERTY} single cases,
 * {@value #EVERY_PROPERTY} one case in so many. {@value SuiteRun#LIMIT_PROPERTY} gives cases more seconds. Cases run one
 * after the other, whatever JUnit is told of parallel execution; classes of several backends may run at the same time.
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class BackendConformance {
    /** Selects single cases by id, separated by commas: {@code conv2d#17}. */
    public static final String CASE_PROPERTY = "touchstone.conformance.case";

    /** Selects rules by patterns, separated by commas: {@code conv2d/*,relu6/U3}. */
    public static final String RULES_PROPERTY = "touchstone.conformance.rules";

    /** Selects one case of each rule in so many. */
    public static final String EVERY_PROPERTY = "touchstone.conformance.every";

    /** Where files that repeat failures are written. */
    public static final String REPORT_PROPERTY = "touchstone.conformance.report";

    /** For subclasses. */
    protected BackendConformance() {}

    /** Opens the backend under test; the suite closes it. Called once, and again after a crash or by rules of life cycle. */
    protected abstract Backend backend();

    /** How the backend is opened; overridden by those that have a provider, whose rules are skipped otherwise. */
    protected BackendUnderTest underTest() {
        return BackendUnderTest.of(getClass().getSimpleName(), this::backend);
    }

    /** What is run if no property selects anything; everything, unless overridden. */
    protected Selection selection() {
        return Selection.ALL;
    }

    /**
     * All selected cases, by operator and rule.
     *
     * @throws dev.touchstone.conformance.suite.SelectionException if nothing is selected: an empty run is no success
     */
    @TestFactory
    public final Stream<DynamicNode> rules() {
        var runner = new CaseRunner(underTest(), SuiteRun.USUAL.caseLimit());
        var repros = new Repros(runner);
        return bySource(selected().of(Suite.standard())).entrySet().stream()
                .<DynamicNode>map(e -> dynamicContainer(
                        e.getKey(),
                        byRule(e.getValue()).entrySet().stream()
                                .map(rule -> dynamicContainer(
                                        rule.getKey(), rule.getValue().stream().map(c -> test(runner, repros, c))))))
                .onClose(runner::close);
    }

    private Selection selected() {
        var selection = selection()
                .withEvery(Integer.getInteger(EVERY_PROPERTY, selection().every()));
        var rules = System.getProperty(RULES_PROPERTY);
        var cases = System.getProperty(CASE_PROPERTY);
        selection = rules == null ? selection : selection.withRules(rules.split(","));
        return cases == null ? selection : selection.withCases(cases.split(","));
    }

    private static Map<String, List<ConformanceCase>> bySource(List<ConformanceCase> cases) {
        return cases.stream()
                .collect(Collectors.groupingBy(ConformanceCase::source, LinkedHashMap::new, Collectors.toList()));
    }

    private static Map<String, List<ConformanceCase>> byRule(List<ConformanceCase> cases) {
        return cases.stream()
                .collect(Collectors.groupingBy(c -> c.rule().toString(), LinkedHashMap::new, Collectors.toList()));
    }

    private static DynamicTest test(CaseRunner runner, Repros repros, ConformanceCase c) {
        return dynamicTest(c.id(), () -> {
            var result = runner.run(c);
            if (result.isFailure()) {
                Assertions.fail(line(c, runner.explained(c, result)) + repros.of(c, result));
            }
            if (result instanceof CaseResult.Skipped(var reason)) {
                Assumptions.abort(reason);
            }
        });
    }

    /** Rule, case, what differs, and how to repeat it. */
    private static String line(ConformanceCase c, CaseResult result) {
        return c.rule().id() + " " + result.word() + " in " + c.id() + ": " + result.reason() + "; repeat with -D"
                + CASE_PROPERTY + "=" + c.id();
    }
}
