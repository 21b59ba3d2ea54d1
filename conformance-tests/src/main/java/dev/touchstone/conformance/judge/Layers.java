package dev.touchstone.conformance.judge;

import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import java.util.Optional;

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
        return judge(backend, network, parts.get(), first, every);
    }

    /**
     * The same of a network that is computed already.
     *
     * @param parts of the network
     */
    public static CaseResult judge(Backend backend, Computation network, GraphParts parts, int first, int every) {
        var nodes = network.graph().nodes();
        CaseResult said = new CaseResult.Skipped("the graph has no layers");
        for (int i = first; i < nodes.size(); i += every) {
            var label =
                    "layer " + nodes.get(i).label() + " of " + network.graph().name() + ": ";
            var layer = parts.part(i, i + 1);
            switch (judge(backend, layer, label)) {
                case CaseResult.Failed f -> {
                    return new CaseResult.Failed(label + f.text(), f.evidence(), Optional.of(layer));
                }
                case CaseResult.Crashed c -> {
                    return new CaseResult.Crashed(label + c.text(), Optional.of(layer));
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

    /** Whatever a backend throws is told with the layer, so that the layer alone can be repeated. */
    private static CaseResult judge(Backend backend, Computation layer, String label) {
        try {
            return ComputationJudge.judge(backend, layer);
        } catch (RuntimeException | Error e) {
            throw new PartCrash(label, layer, e);
        }
    }
}
