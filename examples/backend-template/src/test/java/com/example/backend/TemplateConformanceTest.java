package com.example.backend;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.junit.BackendConformance;

class TemplateConformanceTest extends BackendConformance {
    @Override
    protected Backend backend() {
        return new TemplateProvider().open(BackendOptions.defaults());
    }

    /** With its provider, so that the rules of providers are tested too. */
    @Override
    protected BackendUnderTest underTest() {
        return BackendUnderTest.of(new TemplateProvider());
    }
}
