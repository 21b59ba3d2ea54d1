package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendException;
import dev.touchstone.backend.Availability;
import org.junit.jupiter.api.Test;

/** Bits of AT_HWCAP as linux/arch/arm64/include/uapi/asm/hwcap.h numbers them. */
class InstructionSetsTest {
    private static final long FP = 1;
    private static final long ASIMD = 1 << 1;
    private static final long ASIMDDP = 1 << 20;

    @Test
    void dotProductsComeFirstWhereAProcessorHasThem() {
        var sets = InstructionSets.aarch64(FP | ASIMD | ASIMDDP);
        assertThat(sets.names()).isEqualTo("sdot, neon");
        assertThat(sets.choose("").name()).isEqualTo("sdot");
        assertThat(sets.choose("neon").name()).isEqualTo("neon");
    }

    @Test
    void aProcessorOfARMv8HasNeonAlone() {
        var sets = InstructionSets.aarch64(FP | ASIMD);
        assertThat(sets.names()).isEqualTo("neon");
        assertThatThrownBy(() -> sets.choose("sdot"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("instruction set sdot is not available here; touchstone.arm.isa may be neon");
    }

    @Test
    void aProcessorWithoutVectorsHasNone() {
        assertThat(InstructionSets.aarch64(FP).availability(""))
                .isEqualTo(new Availability.Unavailable(
                        "the processor has no Advanced SIMD", "use the backend reference"));
    }
}
