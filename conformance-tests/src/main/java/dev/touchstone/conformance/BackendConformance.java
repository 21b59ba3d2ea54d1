package dev.touchstone.conformance;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.touchstone.backend.Backend;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

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
 * <p>Every rule is a container, every case a test. What the backend does not support is skipped with its reason; a
 * failure is one line that names the rule and says how to repeat the case alone: with the system property {@value
 * #CASE_PROPERTY}.
 */
public abstract class BackendConformance {
    /** Selects a single case by its id. */
    public static final String CASE_PROPERTY = "touchstone.conformance.case";

    /** For subclasses. */
    protected BackendConformance() {}

    /** Opens the backend under test; called once for each case, and closed after it. */
    protected abstract Backend backend();

    /**
     * All cases, by operator and rule.
     *
     * @throws IllegalArgumentException if the case selected does not exist: an empty run is no success
     */
    @TestFactory
    public final Stream<DynamicNode> rules() {
        var selected = Optional.ofNullable(System.getProperty(CASE_PROPERTY));
        if (selected.isPresent()) {
            return Stream.of(test(find(selected.get())));
        }
        return Suite.OPERATORS.stream()
                .map(operator -> dynamicContainer(
                        operator.operator(), operator.rules().stream().map(r -> container(operator, r))));
    }

    private DynamicContainer container(OperatorCases operator, Rule rule) {
        return dynamicContainer(rule.toString(), operator.cases(rule).map(this::test));
    }

    private DynamicTest test(ConformanceCase c) {
        return dynamicTest(c.toString(), () -> {
            try (var backend = backend()) {
                switch (new CaseRun(backend).of(c)) {
                    case CaseResult.Passed p -> {}
                    case CaseResult.Failed(var text) -> Assertions.fail(text);
                    case CaseResult.Skipped(var reason) -> Assumptions.abort(reason);
                }
            }
        });
    }

    private static ConformanceCase find(String id) {
        return Suite.OPERATORS.stream()
                .flatMap(operator -> operator.rules().stream().flatMap(operator::cases))
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(CASE_PROPERTY + " is " + id
                        + ", which is no case of this suite (version " + Suite.VERSION + ")"));
    }
}
