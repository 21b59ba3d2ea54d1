package dev.touchstone.conformance.judge;

import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;

/** A graph judged node by node, each on the inputs that the definition computes, so that no error hides another. */
public final class Layers {
    private Layers() {}

    /**
     * The first failure, with the layer's name; else passed if the backend runs any layer, skipped with the reason of the
     * first if it runs none.
     */
    public static CaseResult judge(Backend backend, Computation network) {
        return judge(backend, network, 0, 1);
    }

    /**
     * The same of one layer in so many: a large network takes its time.
     *
     * @param first which layer is the first one, from 0
     * @param every the distance of layers
     */
    public static CaseResult judge(Backend backend, Computation network, int first, int every) {
        var parts = GraphParts.of(network);
        if (parts.isEmpty()) {
            return new CaseResult.Skipped("the definition does not run " + network.graph());
        }
        var nodes = network.graph().nodes();
        CaseResult said = new CaseResult.Skipped("the graph has no layers");
        for (int i = first; i < nodes.size(); i += every) {
            var label =
                    "layer " + nodes.get(i).label() + " of " + network.graph().name() + ": ";
            switch (ComputationJudge.judge(backend, parts.get().part(i, i + 1))) {
                case CaseResult.Failed(var text, var evidence) -> {
                    return new CaseResult.Failed(label + text, evidence);
                }
                case CaseResult.Crashed(var text) -> {
                    return new CaseResult.Crashed(label + text);
                }
                case CaseResult.NotExecuted(var text) -> {
                    return new CaseResult.NotExecuted(label + text);
                }
                case CaseResult.Passed p -> said = p;
                case CaseResult.Skipped(var reason) -> {
                    if (i == first) {
                        said = new CaseResult.Skipped(label + reason);
                    }
                }
            }
        }
        return said;
    }
}
