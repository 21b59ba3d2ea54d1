package dev.touchstone.conformance.contract;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Check;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One case for each rule of the service interface. */
public final class ContractCases implements CaseSource {
    /** Tries an open backend with a graph that it supports. */
    private interface Trial {
        /** A sentence that says what is wrong; empty if nothing is. */
        String on(Backend backend, Subject subject);
    }

    private record Clause(String label, String text, Check check) {}

    private static final List<Clause> CLAUSES = List.of(
            clause("B1", "A backend always declares the same profile.", LifeCycle::profile),
            clause("B2", "Closing twice does nothing more, for compiled graphs and backends.", LifeCycle::closeTwice),
            clause(
                    "B3",
                    "A closed graph refuses to run by IllegalStateException, or runs rightly.",
                    LifeCycle::useAfterClose),
            clause(
                    "B4",
                    "Compiled graphs are independent of each other and of the order in which they are closed.",
                    LifeCycle::independent),
            clause("B5", "A graph that is compiled again gives the same results.", LifeCycle::compiledAgain),
            clause("B6", "Inputs are only read.", Memory::inputsUnchanged),
            clause("B7", "Outputs are wholly written, whatever they held.", Memory::outputsWritten),
            clause("B8", "Tensors in native memory are as good as arrays.", Memory::nativeMemory),
            clause(
                    "B9",
                    "A run with tensors of other number, type or size is refused by InvalidInputException.",
                    Memory::wrongTensors),
            clause("B10", "Nothing is written beside the outputs.", Memory::surroundings),
            clause("B11", "Neither tensors nor closed graphs are kept.", Memory::forgets),
            clause("B12", "Overlapping runs of one graph do not disturb each other.", Threads::overlappingRuns),
            clause("B13", "Overlapping runs of two graphs do not disturb each other.", Threads::overlappingGraphs),
            clause("B14", "The same input gives the same bits in every run and thread.", Threads::deterministic),
            clause("B15", "An exception of the monitor passes through, and the graph works on.", Threads::monitor),
            clause(
                    "B16",
                    "What is claimed can be compiled; what is not claimed is refused by BackendException.",
                    LifeCycle::honest),
            new Clause(
                    "B17",
                    "Probing never throws and changes nothing; names are short and lower case.",
                    Provider::probe),
            new Clause(
                    "B18",
                    "What probe calls available can be opened, what not is refused by BackendUnavailableException.",
                    Provider::open));

    /** A source without choices. */
    public ContractCases() {}

    private static Clause clause(String label, String text, Trial trial) {
        return new Clause(label, text, underTest -> {
            try (var backend = underTest.open()) {
                var subject = Subject.of(backend);
                if (!subject.isSupportedBy(backend)) {
                    return new CaseResult.Skipped("the backend supports relu neither on int8 nor on float32");
                }
                return result(trial.on(backend, subject));
            }
        });
    }

    static CaseResult result(String wrong) {
        return wrong.isEmpty() ? new CaseResult.Passed() : new CaseResult.Failed(wrong);
    }

    @Override
    public String name() {
        return "contract";
    }

    @Override
    public List<Rule> rules() {
        return CLAUSES.stream().map(ContractCases::rule).toList();
    }

    private static Rule rule(Clause clause) {
        return Rule.required("spi/" + clause.label(), "Backend", clause.text());
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, CLAUSES.size())
                .mapToObj(i -> new ConformanceCase("contract#" + i, rule(CLAUSES.get(i)), CLAUSES.get(i)::check));
    }

    /** What a provider is asked. */
    private static final class Provider {
        static CaseResult probe(BackendUnderTest underTest) {
            if (underTest.provider().isEmpty()) {
                return new CaseResult.Skipped("the backend is known as an instance, without its provider");
            }
            var provider = underTest.provider().get();
            var first = provider.probe().getClass();
            var second = provider.probe().getClass();
            if (!first.equals(second)) {
                return result("probe says " + first.getSimpleName() + ", then " + second.getSimpleName());
            }
            // A place may follow, where the runtime opens it.
            boolean named = provider.name().matches("[a-z][a-z0-9-]{0,63}(@.+)?");
            return result(named ? "" : "the name is '" + provider.name() + "'; expected [a-z][a-z0-9-]{0,63}");
        }

        static CaseResult open(BackendUnderTest underTest) {
            if (underTest.provider().isEmpty()) {
                return new CaseResult.Skipped("the backend is known as an instance, without its provider");
            }
            var provider = underTest.provider().get();
            var options = BackendOptions.defaults();
            boolean available = provider.probe() instanceof Availability.Available;
            try (var backend = provider.open(options)) {
                return result(
                        available
                                ? ""
                                : "an unavailable backend opens as "
                                        + backend.getClass().getSimpleName());
            } catch (BackendUnavailableException e) {
                return result(available ? "an available backend does not open: " + e.getMessage() : "");
            }
        }
    }
}
