package dev.touchstone.arm;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Offers machine code for the host CPU. The setting {@link #ISA}, or else the system property of that name, restricts it
 * to one instruction set.
 */
public final class ArmBackendProvider implements BackendProvider {
    /** Setting and system property: the name of an instruction set that {@link #probe} lists. */
    public static final String ISA = "touchstone.arm.isa";

    private static final String NO_BIND = "NO_BIND";

    /** Backends of this process that were opened with a power mode: the random ones go on from core to core by it. */
    private static final AtomicInteger CHOICES = new AtomicInteger();

    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    /** What an earlier look at this machine has found; none yet, or nothing. */
    private static volatile @Nullable Sight seen;

    /** The machine: its instruction sets, and what there is to say of its cores. */
    private record Sight(InstructionSets sets, String cores) {}

    /** Looks once in a process, unless there was nothing to be had: whoever looks again may have done something about it. */
    private static Sight look() {
        var known = seen;
        if (known == null) {
            known = new Sight(InstructionSets.detect(), CoreChoice.describe(CPUS));
            if (!known.sets().found().isEmpty()) {
                seen = known;
            }
        }
        return known;
    }

    /** For {@link java.util.ServiceLoader}. */
    public ArmBackendProvider() {}

    @Override
    public String name() {
        return "arm";
    }

    /** Above the reference, below neural processors. */
    @Override
    public int priority() {
        return 100;
    }

    @Override
    public Availability probe() {
        var sight = look();
        return sight.sets().availability(sight.cores());
    }

    @Override
    public Backend open(BackendOptions options) {
        var sets = look().sets();
        if (sets.found().isEmpty()) {
            throw new BackendUnavailableException("arm", sets.problem() + "; " + sets.remedy());
        }
        String isa = options.settings().getOrDefault(ISA, System.getProperty(ISA, ""));
        var instructions = sets.choose(isa);
        int threads = Math.min(options.threads(), Runtime.getRuntime().availableProcessors());
        String mode = options.settings().getOrDefault(BackendOptions.POWER_MODE, NO_BIND);
        if (mode.equalsIgnoreCase(NO_BIND)) {
            return new ArmBackend(instructions, sets.processor(), CoreChoice.free(threads), "");
        }
        var cores = CoreChoice.of(mode, threads, CHOICES.getAndIncrement(), CPUS);
        return new ArmBackend(instructions, sets.processor(), cores, "(" + cores.fact() + ")");
    }
}
