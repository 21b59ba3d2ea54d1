package dev.touchstone.paddle.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.touchstone.ModelFormatException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddleModels;
import dev.touchstone.paddle.cases.PaddleCase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged models must end in an exception of ours or in a graph, with memory in proportion to the file. Each model has
 * its own seed, so that a failure can be repeated alone: with {@code -Dtouchstone.fuzz.seed=N
 * -Dtouchstone.fuzz.mutants=1} for the test's JVM. The same properties make a longer search.
 */
class FuzzTest {
    /** Operator cases that between them have all kinds of attributes, layouts and parameters. */
    private static final List<String> CASES = List.of(
            "conv2d_000",
            "encoding_001",
            "encoding_002",
            "encoding_006",
            "float_net_000",
            "param_names_000",
            "quant_chain_000",
            "quant_chain_030",
            "reshape_000",
            "slice_000",
            "interp_000",
            "pool2d_misc_000",
            "softmax_000",
            "split_000",
            "transpose_000",
            "elementwise_000");

    private static final int MUTANTS = Integer.getInteger("touchstone.fuzz.mutants", 100_000);
    private static final long SEED = Long.getLong("touchstone.fuzz.seed", 20_260_101);

    /** A file of a few KB becomes objects of at most this size: whatever it claims, nothing near its claims. */
    private static final long MEMORY = 32L << 20;

    private static final ModelLimits LIMITS = ModelLimits.defaults();

    private static final List<Sample> SAMPLES = new ArrayList<>();
    private static final List<byte[]> DONORS = new ArrayList<>();

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long mostMemory;

    private record Sample(String name, byte[] program, byte[] parameters) {}

    @BeforeAll
    static void readSamples() throws IOException {
        var files = new HashMap<String, byte[]>();
        try (var archive = new ZipInputStream(PaddleCase.archive(), StandardCharsets.UTF_8)) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                files.put(entry.getName(), archive.readAllBytes());
            }
        }
        for (String name : CASES) {
            byte[] program = Objects.requireNonNull(files.get(name + "/__model__"), name);
            byte[] parameters = files.getOrDefault(name + "/__params__", new byte[0]);
            SAMPLES.add(new Sample(name, program, parameters));
            DONORS.add(program);
            if (parameters.length > 0) {
                DONORS.add(parameters);
            }
        }
    }

    @Test
    void survivesHundredThousandMutants() {
        for (int i = 0; i < MUTANTS; i++) {
            var random = new SplittableRandom(SEED + i);
            var sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
            var mutator = new Mutator(random, DONORS);
            byte[] program = sample.program();
            byte[] parameters = sample.parameters();
            switch (random.nextInt(10)) {
                case 0 -> program = mutator.bytes(program);
                case 1 -> parameters = mutator.bytes(parameters);
                case 2 -> {
                    program = mutator.message(program);
                    parameters = mutator.bytes(parameters);
                }
                default -> program = mutator.message(program);
            }
            attempt("seed " + (SEED + i) + ", " + sample.name(), program, parameters);
        }
        report(MUTANTS);
    }

    @Test
    void survivesTruncationAtEveryByteAndEveryFlippedBit() {
        var sample = SAMPLES.getFirst();
        int count = 0;
        for (int length = 0; length < sample.program().length; length++) {
            byte[] cut = Arrays.copyOf(sample.program(), length);
            attempt("program cut to " + length, cut, sample.parameters());
            count++;
        }
        for (int length = 0; length < sample.parameters().length; length++) {
            byte[] cut = Arrays.copyOf(sample.parameters(), length);
            assertThat(attempt("parameters cut to " + length, sample.program(), cut))
                    .isEqualTo("ModelFormatException");
            count++;
        }
        for (int bit = 0; bit < 8 * sample.program().length; bit++) {
            byte[] flipped = sample.program().clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            attempt("program with bit " + bit + " flipped", flipped, sample.parameters());
            count++;
        }
        for (int bit = 0; bit < 8 * sample.parameters().length; bit++) {
            byte[] flipped = sample.parameters().clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            attempt("parameters with bit " + bit + " flipped", sample.program(), flipped);
            count++;
        }
        report(count);
    }

    @Test
    void survivesMutantsInDirectories(@TempDir Path directory) throws IOException {
        int count = 1000;
        for (int i = 0; i < count; i++) {
            var random = new SplittableRandom(SEED - 1 - i);
            var sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
            var mutator = new Mutator(random, DONORS);
            Files.write(directory.resolve("__model__"), mutator.message(sample.program()));
            Files.write(
                    directory.resolve("__params__"),
                    random.nextBoolean() ? sample.parameters() : mutator.bytes(sample.parameters()));
            outcomes.merge(
                    outcome(
                            "seed " + (SEED - 1 - i) + ", " + sample.name(),
                            () -> PaddleModels.read(directory, LIMITS).graph()),
                    1,
                    Integer::sum);
        }
        report(count);
    }

    private String attempt(String name, byte[] program, byte[] parameters) {
        long before = threads.getCurrentThreadAllocatedBytes();
        String outcome;
        try {
            outcome = outcome(
                    name, () -> PaddleModels.read(program, parameters, LIMITS).graph());
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "\nprogram " + HexFormat.of().formatHex(program) + "\nparameters "
                            + HexFormat.of().formatHex(parameters),
                    e.getCause());
        }
        long memory = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(memory).as("bytes allocated for %s", name).isLessThan(MEMORY);
        mostMemory = Math.max(mostMemory, memory);
        outcomes.merge(outcome, 1, Integer::sum);
        return outcome;
    }

    /** What became of it: a graph, or the name of one of our exceptions. */
    private static String outcome(String name, Runnable action) {
        try {
            action.run();
            return "graph";
        } catch (ModelFormatException e) {
            assertThat(e).as(name).message().isNotBlank();
            return "ModelFormatException";
        } catch (TouchstoneException e) {
            return e.getClass().getSimpleName();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(name + " ends with " + e, e);
        }
    }

    private void report(int count) {
        System.out.printf("fuzz: %,d models, %s, at most %,d bytes allocated for one%n", count, outcomes, mostMemory);
        assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(count);
        assertThat(outcomes).as("some mutants still mean something").containsKey("graph");
    }
}
