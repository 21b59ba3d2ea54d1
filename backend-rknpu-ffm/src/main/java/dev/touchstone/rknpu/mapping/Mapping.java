package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import java.util.Optional;

/** What the nodes of one family of operators become. */
interface Mapping {
    /** Why a node is not supported. Its activations are known to be int8 with one scale and of rank 1 to 4. */
    Optional<Unsupported> refusal(Node node, Limits limits);

    /** Adds what a supported node becomes. */
    void lower(Node node, NetworkBuilder network);

    static Optional<Unsupported> refuse(String code, String attribute, Object limit, Object actual, String hint) {
        return Optional.of(new Unsupported(code, attribute, limit.toString(), actual.toString(), hint));
    }
}
