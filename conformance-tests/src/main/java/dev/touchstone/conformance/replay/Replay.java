package dev.touchstone.conformance.replay;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.judge.ComputationJudge;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.ServiceLoader;

/** Repeats what a file holds. */
public final class Replay {
    private Replay() {}

    /** The result on a backend. */
    public static CaseResult run(ReplayFile file, Backend backend) {
        return run(file.computation(), file.expected(), backend);
    }

    /**
     * The result on a backend, as the suite would see it: decided by the definition and the backend's profile, or by an
     * oracle's results if the computation holds some.
     *
     * @param expected what was right when the computation was written down, in the order of the graph's outputs; empty if
     *     nobody wrote it down
     */
    public static CaseResult run(Computation computation, List<Tensor> expected, Backend backend) {
        boolean decided = computation.expected().isEmpty() && !expected.isEmpty();
        if (decided && !ComputationJudge.equal(expected, ComputationJudge.definition(computation))) {
            return new CaseResult.Failed(
                    "the definition of this version gives other results than those that were written down");
        }
        return ComputationJudge.judge(backend, computation);
    }

    /**
     * Opens the backend of this name that is on the module path or class path, with default options. The caller closes it.
     *
     * @throws BackendUnavailableException if there is none, or if it is not available
     */
    public static Backend backend(String name) {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BackendUnavailableException(
                        name, "no module or jar that is loaded provides it; add the one that does"))
                .open(BackendOptions.defaults());
    }
}
