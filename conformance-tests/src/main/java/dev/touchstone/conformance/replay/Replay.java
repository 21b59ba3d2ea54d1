package dev.touchstone.conformance.replay;

import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.judge.ComputationJudge;

/** Repeats what a file holds. */
public final class Replay {
    private Replay() {}

    /** The result on a backend; the results in the file count as right, if it has some, else the definition's. */
    public static CaseResult run(ReplayFile file, Backend backend) {
        var c = file.computation();
        return ComputationJudge.judge(backend, new Computation(c.graph(), c.inputs(), file.expected(), c.tolerance()));
    }
}
