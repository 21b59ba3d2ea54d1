package com.example;

import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.junit.BackendConformance;
import dev.touchstone.reference.ReferenceBackend;

class MyBackendConformanceTest extends BackendConformance {
    /** Your backend goes here. */
    @Override
    protected Backend backend() {
        return new ReferenceBackend();
    }
}
