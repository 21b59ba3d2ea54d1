package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.touchstone.arm.memory.NativeMemory;
import dev.touchstone.model.Model;
import dev.touchstone.model.Models;
import dev.touchstone.pass.Precision;
import dev.touchstone.reference.ReferenceBackendProvider;
import dev.touchstone.runtime.Backends;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Runs of the bundled model in sessions that stay, sessions that come and go, and sessions that are closed while they
 * run. The system property {@code touchstone.soak.runs} says how many runs; a million take minutes:
 *
 * <pre>./build backend-arm -- -Dtest=SoakTest -Dtouchstone.soak.runs=1000000</pre>
 */
class SoakTest {
    private static final long RUNS = Long.getLong("touchstone.soak.runs", 20_000);
    private static final int RUNS_OF_A_VISITOR = 100;

    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong sessions = new AtomicLong();
    private final AtomicLong closedWhileRunning = new AtomicLong();

    @Test
    void memoryIsFlatAndResultsAreRight() throws Exception {
        assumeFalse(Exactness.instructionSets().isEmpty(), "no machine code on this machine");
        var model = Models.read(Path.of("..", "models", "fashion", "model_int8"));
        var pictures = pictures(model);
        long before = NativeMemory.inUse();
        var samples = new ArrayList<Sample>();
        try (var threads = Executors.newFixedThreadPool(5);
                var alone = open(model, "arm", 1);
                var together = open(model, "arm", 2)) {
            var tasks = List.<Callable<Boolean>>of(
                    () -> stay(alone, pictures),
                    () -> stay(together, pictures),
                    () -> visit(model, pictures),
                    () -> leaveInHaste(model, pictures),
                    () -> watch(samples));
            for (var done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        }
        System.out.println("soak: " + runs + " runs, " + sessions + " sessions, " + closedWhileRunning
                + " of them closed while they ran; " + samples);
        assertThat(NativeMemory.inUse()).as("bytes of tensors and constants").isEqualTo(before);
        assertThat(codeMappings()).as("mappings of code").isZero();
        var early = samples.get(samples.size() / 4);
        var late = samples.getLast();
        assertThat(late.openFiles()).as("open files").isLessThanOrEqualTo(early.openFiles() + 4);
        assertThat(late.mappings()).as("mappings").isLessThanOrEqualTo(early.mappings() + 64);
        assertThat(late.residentMegabytes()).as("resident MB").isLessThanOrEqualTo(early.residentMegabytes() + 128);
    }

    /** An input and what the reference makes of it. */
    private record Picture(Tensor input, float[] expected) {}

    /** What the process holds at some moment. */
    private record Sample(long runs, long residentMegabytes, long mappings, long openFiles) {
        static Sample take(long runs) throws IOException {
            long resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .sum();
            try (var maps = Files.lines(Path.of("/proc/self/maps"));
                    var files = Files.list(Path.of("/proc/self/fd"))) {
                return new Sample(runs, resident, maps.count(), files.count());
            }
        }
    }

    private static long codeMappings() throws IOException {
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains("touchstone-code")).count();
        }
    }

    private static Session open(Model model, String backend, int threads) {
        return Session.open(
                model,
                SessionOptions.defaults()
                        .withBackends(backend)
                        .withStrict(true)
                        .withPrecision(Precision.FULL_INT8)
                        .withThreads(threads),
                Backends.of(new ArmBackendProvider(), new ReferenceBackendProvider()));
    }

    private static List<Picture> pictures(Model model) {
        var random = new SplittableRandom(1);
        var pictures = new ArrayList<Picture>();
        try (var reference = open(model, "reference", 1)) {
            for (int i = 0; i < 16; i++) {
                var input = Exactness.random(model.graph().inputs().getFirst().type(), random);
                pictures.add(new Picture(input, reference.run(input).first().toFloats()));
            }
        }
        return pictures;
    }

    private boolean run(Session session, List<Picture> pictures) {
        var picture = pictures.get((int) (runs.getAndIncrement() % pictures.size()));
        return java.util.Arrays.equals(session.run(picture.input()).first().toFloats(), picture.expected());
    }

    private boolean goesOn() {
        return runs.get() < RUNS;
    }

    private boolean stay(Session session, List<Picture> pictures) {
        boolean right = true;
        while (right && goesOn()) {
            right = run(session, pictures);
        }
        return right;
    }

    private boolean visit(Model model, List<Picture> pictures) {
        boolean right = true;
        while (right && goesOn()) {
            try (var session = open(model, "arm", (int) (1 + sessions.incrementAndGet() % 2))) {
                for (int i = 0; i < RUNS_OF_A_VISITOR && right; i++) {
                    right = run(session, pictures);
                }
            }
        }
        return right;
    }

    /** Closes sessions while another thread runs in them: a run completes with the right result, or is refused. */
    private boolean leaveInHaste(Model model, List<Picture> pictures) throws Exception {
        try (var runner = Executors.newSingleThreadExecutor()) {
            boolean right = true;
            while (right && goesOn()) {
                sessions.incrementAndGet();
                var session = open(model, "arm", 1 + (int) (closedWhileRunning.getAndIncrement() % 2));
                var done = runner.submit(() -> untilClosed(session, pictures));
                session.run(pictures.getFirst().input());
                session.close();
                right = done.get();
            }
            return right;
        }
    }

    private boolean untilClosed(Session session, List<Picture> pictures) {
        boolean right = true;
        while (right) {
            try {
                right = run(session, pictures);
            } catch (IllegalStateException closed) {
                return true;
            }
        }
        return false;
    }

    private boolean watch(List<Sample> samples) throws Exception {
        samples.add(Sample.take(0));
        for (int tenth = 1; tenth <= 20; tenth++) {
            while (runs.get() < RUNS * tenth / 20) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            samples.add(Sample.take(runs.get()));
        }
        return true;
    }
}
