package dev.touchstone.rknpu;

import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.junit.BackendConformance;

/** The whole suite on the simulator, or on the library that {@link TestLibrary} is given. */
final class RknpuConformanceTest extends BackendConformance {
    @Override
    protected Backend backend() {
        return Simulator.backend();
    }
}
