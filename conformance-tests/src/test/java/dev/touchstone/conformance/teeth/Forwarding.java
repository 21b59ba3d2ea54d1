package dev.touchstone.conformance.teeth;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.reference.ReferenceBackend;

/** The reference in everything but how it compiles. */
public interface Forwarding extends Backend {
    /** The right one. */
    ReferenceBackend REFERENCE = new ReferenceBackend();

    @Override
    default NumericProfile profile() {
        return REFERENCE.profile();
    }

    @Override
    default Support supports(Node node) {
        return REFERENCE.supports(node);
    }

    @Override
    default void close() {}
}
