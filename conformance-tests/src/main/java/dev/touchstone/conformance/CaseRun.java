package dev.touchstone.conformance;

import dev.touchstone.TouchstoneException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs cases on a backend and on the definition and compares the results.
 *
 * <p>A backend that declares the reference's profile must give its results exactly. Another profile leaves an interval
 * that is not computed yet; its cases are skipped and say so.
 */
final class CaseRun {
    private final Backend backend;

    CaseRun(Backend backend) {
        this.backend = backend;
    }

    CaseResult of(ConformanceCase c) {
        if (!backend.profile().equals(NumericProfile.REFERENCE)) {
            return new CaseResult.Skipped(
                    "the backend's profile is not the reference's; only exact results are judged");
        }
        var node = c.graph().nodes().getFirst();
        return switch (backend.supports(node)) {
            case Support.Unsupported reason -> new CaseResult.Skipped(reason.toString());
            case Support.Supported s -> compare(c);
        };
    }

    private CaseResult compare(ConformanceCase c) {
        List<Tensor> expected;
        try (var reference = new ReferenceBackend()) {
            expected = outputs(reference, c);
        }
        List<Tensor> actual;
        var before = c.inputs().stream().map(Tensor::copy).toList();
        try {
            actual = outputs(backend, c);
        } catch (TouchstoneException e) {
            return failed(c, "claimed, but the backend failed: " + e.getMessage());
        }
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).segment().mismatch(c.inputs().get(i).segment()) >= 0) {
                return failed(
                        c,
                        "the backend wrote to input "
                                + c.graph().inputs().get(i).name());
            }
        }
        for (int i = 0; i < expected.size(); i++) {
            var difference = Difference.between(expected.get(i), actual.get(i));
            if (difference.isPresent()) {
                return failed(c, "output " + c.graph().outputs().get(i).name() + difference.get());
            }
        }
        return new CaseResult.Passed();
    }

    private static CaseResult failed(ConformanceCase c, String what) {
        return new CaseResult.Failed(c.rule().id() + " failed in " + c.id() + ": " + what + "; repeat with -D"
                + BackendConformance.CASE_PROPERTY + "=" + c.id());
    }

    private static List<Tensor> outputs(Backend backend, ConformanceCase c) {
        var outputs = new ArrayList<Tensor>();
        c.graph().outputs().forEach(v -> outputs.add(poisoned(Tensor.allocate(v.type()))));
        try (var compiled = backend.compile(c.graph())) {
            compiled.run(c.inputs(), outputs, RunMonitor.NONE);
        }
        return outputs;
    }

    /** Memory that no result is likely to equal, so that elements which nobody writes show. */
    private static Tensor poisoned(Tensor tensor) {
        tensor.segment().fill((byte) 0xa5);
        return tensor;
    }
}
