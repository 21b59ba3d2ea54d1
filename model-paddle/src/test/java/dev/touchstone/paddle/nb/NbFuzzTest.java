package dev.touchstone.paddle.nb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.ModelFormatException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddleModels;
import dev.touchstone.paddle.cases.PaddleCase;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.paddle.program.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Damaged {@code .nb} files of all three meta versions must end in an exception of ours or in a graph. Each has its own
 * seed: {@code -Dtouchstone.fuzz.seed=N -Dtouchstone.fuzz.mutants=1} repeats one, more of both make a longer search.
 */
class NbFuzzTest {
    private static final List<String> CASES =
            List.of("conv2d_000", "float_net_000", "quant_chain_000", "quant_chain_030", "reshape_000", "split_000");
    private static final int MUTANTS = Integer.getInteger("touchstone.fuzz.mutants", 50_000);
    private static final long SEED = Long.getLong("touchstone.fuzz.seed", 20_260_111);
    private static final int[] ODD = {
        0, 1, 2, 3, 4, 6, 8, 127, 128, 255, 256, 65_535, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -2, -4, -8
    };

    private static final List<byte[]> FILES = new ArrayList<>();

    private final Map<String, Integer> outcomes = new TreeMap<>();

    @BeforeAll
    static void writeFiles() throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var archive = new ZipInputStream(PaddleCase.archive(), StandardCharsets.UTF_8)) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                files.put(entry.getName(), archive.readAllBytes());
            }
        }
        for (var name : CASES) {
            Program program = new ProgramReader(ModelLimits.defaults())
                    .read(
                            MemorySegment.ofArray(Objects.requireNonNull(files.get(name + "/__model__"), name)),
                            MemorySegment.ofArray(files.getOrDefault(name + "/__params__", new byte[0])));
            var out = new ByteArrayOutputStream();
            NbWriter.write(program, out);
            FILES.addAll(List.of(
                    out.toByteArray(), out.toByteArray(), OldFormats.meta1(program), OldFormats.meta0(program)));
        }
    }

    @Test
    void survivesFiftyThousandMutants() {
        for (int i = 0; i < MUTANTS; i++) {
            var random = new SplittableRandom(SEED + i);
            attempt("seed " + (SEED + i), mutant(FILES.get(random.nextInt(FILES.size())), random));
        }
        report(MUTANTS);
    }

    @Test
    void survivesTruncationAtEveryByte() {
        int count = 0;
        for (int file = 0; file < 4; file++) {
            var whole = FILES.get(file);
            for (int length = 0; length < whole.length; length++) {
                var outcome = attempt("file " + file + " cut to " + length, Arrays.copyOf(whole, length));
                // The last bytes of a FlatBuffer that goes to the end of its file are padding.
                if (whole[0] != 1 || length < whole.length - 8) {
                    assertThat(outcome).isNotEqualTo("graph");
                }
                count++;
            }
            attempt("file " + file, whole);
            count++;
        }
        report(count);
    }

    /** Mostly one change, of a byte or of one of the numbers that lead a reader. */
    private static byte[] mutant(byte[] file, SplittableRandom random) {
        var mutant = file.clone();
        for (int changes = Math.max(1, random.nextInt(5) - 1); changes > 0; changes--) {
            int at = random.nextInt(mutant.length);
            int word = Math.min(at & ~1, mutant.length - 4);
            var numbers = ByteBuffer.wrap(mutant).order(ByteOrder.LITTLE_ENDIAN);
            switch (random.nextInt(7)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt();
                case 2 -> numbers.putInt(word, ODD[random.nextInt(ODD.length)]);
                case 3 -> numbers.putInt(word, numbers.getInt(word) + random.nextInt(-8, 9));
                case 4 -> numbers.putInt(word, random.nextInt(mutant.length));
                case 5 -> numbers.putShort(word, (short) (numbers.getShort(word) + random.nextInt(-4, 5)));
                default -> {
                    int from = random.nextInt(mutant.length);
                    int length = Math.min(random.nextInt(1, 32), mutant.length - Math.max(at, from));
                    System.arraycopy(file, from, mutant, at, length);
                }
            }
        }
        return mutant;
    }

    private String attempt(String name, byte[] file) {
        String outcome;
        try {
            PaddleModels.read(file, new byte[0], ModelLimits.defaults()).graph();
            outcome = "graph";
        } catch (ModelFormatException e) {
            assertThat(e).as(name).message().isNotBlank();
            outcome = "ModelFormatException";
        } catch (TouchstoneException e) {
            outcome = e.getClass().getSimpleName();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    name + " ends with " + e + "\n" + HexFormat.of().formatHex(file), e);
        }
        outcomes.merge(outcome, 1, Integer::sum);
        return outcome;
    }

    private void report(int count) {
        System.out.printf("nb fuzz: %,d files, %s%n", count, outcomes);
        assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(count);
        assertThat(outcomes).as("some still mean something").containsKey("graph");
    }
}
