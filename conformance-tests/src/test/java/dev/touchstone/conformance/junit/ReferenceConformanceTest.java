package dev.touchstone.conformance.junit;

import dev.touchstone.backend.Backend;
import dev.touchstone.reference.ReferenceBackend;

/** The suite as a backend's author uses it, on the definition itself. */
final class ReferenceConformanceTest extends BackendConformance {
    @Override
    protected Backend backend() {
        return new ReferenceBackend();
    }
}
