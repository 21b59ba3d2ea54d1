package dev.touchstone.conformance.judge;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendTimeoutException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.Evidence;
import dev.touchstone.graph.Value;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs a computation on a backend and says whether the results are right.
 *
 * <p>The backend is run twice on one compiled graph, into memory that holds two different patterns: elements that nobody
 * writes show, and so do results that depend on an earlier run. Inputs are compared with a copy afterwards.
 */
public final class ComputationJudge {
    private static final byte[] POISON = {(byte) 0xa5, 0x5a};

    private ComputationJudge() {}

    /** The result of a case; exceptions that are not Touchstone's own pass through. */
    public static CaseResult judge(Backend backend, Computation computation) {
        if (computation.graph().nodes().isEmpty()) {
            return new CaseResult.Skipped("the graph has no node, so that there is nothing to run");
        }
        for (var node : computation.graph().nodes()) {
            if (backend.supports(node) instanceof Support.Unsupported reason) {
                return new CaseResult.Skipped(reason.toString());
            }
        }
        var before = computation.inputs().stream().map(Tensor::copy).toList();
        List<List<Tensor>> runs;
        try (var compiled = backend.compile(computation.graph())) {
            runs = List.of(run(compiled, computation, POISON[0]), run(compiled, computation, POISON[1]));
        } catch (BackendCrashedException | BackendTimeoutException e) {
            // The number of the process would make each report another one.
            return new CaseResult.Crashed(String.valueOf(e.getMessage()).replaceFirst("process \\d+ ", "its process "));
        } catch (TouchstoneException e) {
            return new CaseResult.Failed("claimed, but the backend failed: " + e.getMessage());
        }
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).segment().mismatch(computation.inputs().get(i).segment()) >= 0) {
                computation.inputs().get(i).copyFrom(before.get(i));
                return new CaseResult.Failed("the backend wrote to input "
                        + computation.graph().inputs().get(i).name());
            }
        }
        return compare(backend, computation, runs.get(0))
                .or(() -> again(computation, runs))
                .orElse(new CaseResult.Passed());
    }

    private static Optional<CaseResult> compare(Backend backend, Computation computation, List<Tensor> actual) {
        var expected = expected(computation);
        var outputs = computation.graph().outputs();
        if (freedom(backend, computation)) {
            return Admission.judge(backend.profile(), computation, expected, actual);
        }
        for (int i = 0; i < expected.size(); i++) {
            var difference = computation.expected().isEmpty()
                    ? Difference.between(expected.get(i), actual.get(i))
                    : Foreign.difference(expected.get(i), actual.get(i), computation.tolerance());
            if (difference.isPresent()) {
                return Optional.of(new CaseResult.Failed(
                        "output " + outputs.get(i).name() + difference.get().text(),
                        Optional.of(new Evidence(computation, i, expected, actual))));
            }
        }
        return Optional.empty();
    }

    /** Whether the backend declares another arithmetic than the one that decides this case. */
    private static boolean freedom(Backend backend, Computation computation) {
        return computation.expected().isEmpty() && !backend.profile().equals(NumericProfile.REFERENCE);
    }

    private static Optional<CaseResult> again(Computation computation, List<List<Tensor>> runs) {
        var outputs = computation.graph().outputs();
        for (int i = 0; i < outputs.size(); i++) {
            var difference = Difference.between(runs.get(0).get(i), runs.get(1).get(i));
            if (difference.isPresent()) {
                return Optional.of(new CaseResult.Failed(
                        "a second run of the same inputs gave something else: output "
                                + outputs.get(i).name() + difference.get().text(),
                        Optional.of(new Evidence(computation, i, runs.get(0), runs.get(1)))));
            }
        }
        return Optional.empty();
    }

    /** What is right: what an oracle gave, if one did, else what the definition gives. */
    public static List<Tensor> expected(Computation computation) {
        return computation.expected().isEmpty() ? definition(computation) : computation.expected();
    }

    /** What the definition gives. */
    public static List<Tensor> definition(Computation computation) {
        try (var reference = new ReferenceBackend();
                var compiled = reference.compile(computation.graph())) {
            return run(compiled, computation, POISON[0]);
        }
    }

    /** Whether two lists of results hold the same numbers. */
    public static boolean equal(List<Tensor> a, List<Tensor> b) {
        return a.size() == b.size()
                && IntStream.range(0, a.size())
                        .allMatch(i -> a.get(i).type().equals(b.get(i).type())
                                && Difference.between(a.get(i), b.get(i)).isEmpty());
    }

    private static List<Tensor> run(CompiledGraph compiled, Computation computation, byte poison) {
        var outputs = new ArrayList<Tensor>();
        computation.graph().outputs().forEach(v -> outputs.add(poisoned(v, poison)));
        compiled.run(computation.inputs(), outputs, RunMonitor.NONE);
        return outputs;
    }

    private static Tensor poisoned(Value output, byte poison) {
        var tensor = Tensor.allocate(output.type());
        tensor.segment().fill(output.type().dataType() == DataType.BOOL ? 1 : poison);
        return tensor;
    }
}
