package dev.touchstone.arm;

import dev.touchstone.BackendException;
import dev.touchstone.arm.aarch64.A64Isa;
import dev.touchstone.arm.aarch64.A64Machine;
import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.memory.CodeMemory;
import dev.touchstone.arm.memory.HardwareCapabilities;
import dev.touchstone.arm.memory.NativeAccess;
import dev.touchstone.arm.x86.CpuFeatures;
import dev.touchstone.arm.x86.X86Isa;
import dev.touchstone.arm.x86.X86Machine;
import dev.touchstone.backend.Availability;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What this processor can run, best first.
 *
 * @param found instruction sets by name
 * @param processor which one it is: code that another one has been tried on was not tried on this one
 * @param problem why nothing can run here; empty if something can
 * @param remedy what to do about it
 */
record InstructionSets(List<Named> found, String processor, String problem, String remedy) {
    /** An instruction set and how to make a machine of it. */
    record Named(String name, Function<CodeBuffer, Machine> machine) {}

    InstructionSets {
        found = List.copyOf(found);
    }

    private static InstructionSets none(String problem, String remedy) {
        return new InstructionSets(List.of(), "", problem, remedy);
    }

    /** Looks; never throws. */
    static InstructionSets detect() {
        return detect(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), () -> {
            NativeAccess.require();
            CodeMemory.of(MemorySegment.ofArray(new byte[4])).close();
        });
    }

    /**
     * Looks, on a system and a processor as Java names them.
     *
     * @param execution does what needs native access and executable memory
     */
    static InstructionSets detect(String system, String architecture, Runnable execution) {
        String processor = architecture.toLowerCase(Locale.ROOT);
        if (!system.equals("Linux")) {
            return none("machine code is emitted for Linux only, this is " + system, "use the backend reference");
        }
        boolean x86 = processor.equals("amd64") || processor.equals("x86_64");
        if (!x86 && !processor.equals("aarch64")) {
            return none("there is no code generator for " + processor, "use the backend reference");
        }
        try {
            execution.run();
            return x86 ? x86(CpuFeatures.detect()) : aarch64(HardwareCapabilities.ask());
        } catch (IllegalCallerException e) {
            return none(
                    "native access is denied to " + InstructionSets.class.getModule(),
                    "start java with --enable-native-access=" + moduleName());
        } catch (BackendException e) {
            return none(
                    "executable memory is refused: " + e.getMessage(),
                    "allow it to this process, for example by vm.memfd_noexec=0, or use the backend reference");
        }
    }

    private static String moduleName() {
        var module = InstructionSets.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    /** By what {@code cpuid} says. */
    static InstructionSets x86(CpuFeatures features) {
        var found = new ArrayList<Named>();
        for (var isa : X86Isa.values()) {
            if (isa.availableOn(features)) {
                found.add(new Named(isa.option(), buffer -> new X86Machine(buffer, isa)));
            }
        }
        return found.isEmpty()
                ? none("the processor has no AVX2", "use the backend reference")
                : new InstructionSets(found, "x86-64 " + Integer.toHexString(features.model()), "", "");
    }

    /** By the bits of {@code AT_HWCAP}. */
    static InstructionSets aarch64(long capabilities) {
        var found = new ArrayList<Named>();
        for (var isa : A64Isa.values()) {
            if (isa.availableOn(capabilities)) {
                found.add(new Named(isa.option(), buffer -> new A64Machine(buffer, isa)));
            }
        }
        return found.isEmpty()
                ? none("the processor has no Advanced SIMD", "use the backend reference")
                : new InstructionSets(found, "aarch64 " + Long.toHexString(capabilities), "", "");
    }

    /** The best, or the one that an option names. */
    Named choose(String option) {
        if (option.isEmpty()) {
            return found.getFirst();
        }
        return found.stream()
                .filter(isa -> isa.name().equals(option))
                .findFirst()
                .orElseThrow(() -> new BackendException(
                        "arm",
                        "instruction set " + option + " is not available here; " + ArmBackendProvider.ISA + " may be "
                                + names()));
    }

    /** Comma-separated. */
    String names() {
        return found.stream().map(Named::name).collect(Collectors.joining(", "));
    }

    /** The provider's answer, with a further fact about the cores. */
    Availability availability(String cores) {
        return found.isEmpty()
                ? new Availability.Unavailable(problem, remedy)
                : new Availability.Available(Arrays.asList(
                        "instruction sets: " + names(),
                        Runtime.getRuntime().availableProcessors() + " processors",
                        cores));
    }
}
