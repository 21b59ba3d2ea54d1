package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendException;
import dev.touchstone.arm.x86.CpuFeatures;
import dev.touchstone.backend.Availability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** What a machine is told, whose executable memory works. */
    private static Availability on(String system, String processor) {
        return on(system, processor, () -> {});
    }

    private static Availability on(String system, String processor, Runnable execution) {
        return InstructionSets.detect(system, processor, execution).availability("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm", "riscv64", "x86"})
    void thereIsNoCodeForOtherProcessors(String processor) {
        assertThat(on("Linux", processor))
                .isEqualTo(new Availability.Unavailable(
                        "there is no code generator for " + processor, "use the backend reference"));
    }

    @Test
    void thereIsNoCodeForOtherSystems() {
        assertThat(on("Windows 11", "amd64"))
                .isEqualTo(new Availability.Unavailable(
                        "machine code is emitted for Linux only, this is Windows 11", "use the backend reference"));
    }

    @Test
    void aKernelMayRefuseExecutableMemory() {
        var refused = on("Linux", "amd64", () -> {
            throw new BackendException("arm", "mmap: Operation not permitted");
        });
        assertThat(refused)
                .isEqualTo(new Availability.Unavailable(
                        "executable memory is refused: backend arm: mmap: Operation not permitted",
                        "allow it to this process, for example by vm.memfd_noexec=0, or use the backend reference"));
    }

    @Test
    void javaMayDenyNativeAccess() {
        var denied = on("Linux", "aarch64", () -> {
            throw new IllegalCallerException("Illegal native access from an unnamed module");
        });
        var module = InstructionSets.class.getModule();
        assertThat(denied)
                .isEqualTo(new Availability.Unavailable(
                        "native access is denied to " + module,
                        "start java with --enable-native-access="
                                + (module.isNamed() ? "dev.touchstone.backend.arm" : "ALL-UNNAMED")));
    }

    @Test
    void aProcessorWithoutAvx2HasNone() {
        assertThat(InstructionSets.x86(new CpuFeatures(false, false, false, 0)).availability(""))
                .isEqualTo(new Availability.Unavailable("the processor has no AVX2", "use the backend reference"));
    }

    @Test
    void aProcessorWithoutVectorsHasNone() {
        assertThat(InstructionSets.aarch64(FP).availability(""))
                .isEqualTo(new Availability.Unavailable(
                        "the processor has no Advanced SIMD", "use the backend reference"));
    }
}
