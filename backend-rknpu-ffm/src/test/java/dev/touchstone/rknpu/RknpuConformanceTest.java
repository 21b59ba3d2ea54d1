package dev.touchstone.rknpu;

import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.junit.BackendConformance;
import org.junit.jupiter.api.BeforeAll;

/** The whole suite on the simulator, or on the library that {@link TestLibrary} is given. */
final class RknpuConformanceTest extends BackendConformance {
    /** Not within a case, whose time is limited. */
    @BeforeAll
    static void buildTheLibrary() {
        TestLibrary.file();
    }

    @Override
    protected Backend backend() {
        return Simulator.backend();
    }
}
