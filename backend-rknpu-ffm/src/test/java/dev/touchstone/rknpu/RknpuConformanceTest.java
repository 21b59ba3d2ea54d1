package dev.touchstone.rknpu;

import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.junit.BackendConformance;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.Shard;
import org.junit.jupiter.api.BeforeAll;

/**
 * The whole suite on the simulator, or on the library that {@link TestLibrary} is given; on an emulator, where all of it
 * takes hours, the part of it that the system property {@value #SHARD} names: {@code 1/40}.
 */
final class RknpuConformanceTest extends BackendConformance {
    private static final String SHARD = "touchstone.rknpu.test.shard";

    /** Not within a case, whose time is limited. */
    @BeforeAll
    static void buildTheLibrary() {
        TestLibrary.file();
    }

    @Override
    protected Backend backend() {
        return Simulator.backend();
    }

    @Override
    protected Selection selection() {
        return Selection.ALL.withShard(Shard.parse(System.getProperty(SHARD, Shard.WHOLE.toString())));
    }
}
