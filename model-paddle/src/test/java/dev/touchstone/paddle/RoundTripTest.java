package dev.touchstone.paddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.ModelFormatException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.graph.Value;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.cases.PaddleCase;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.paddle.lowering.PaddleModel;
import dev.touchstone.paddle.nb.NbWriter;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.write.ProgramFiles;
import dev.touchstone.paddle.write.StoredParameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is written is read back as the same: 1437 small programs that have every operator and attribute type, and the
 * bundled models.
 */
class RoundTripTest {
    private static final ModelLimits LIMITS = ModelLimits.defaults();

    /** The programs that can be decoded, by name; the archive also has malformed ones. */
    private static final Map<String, Program> PROGRAMS = new TreeMap<>();

    @TempDir
    private Path scratch;

    @BeforeAll
    static void readPrograms() throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var archive = new ZipInputStream(PaddleCase.archive(), StandardCharsets.UTF_8)) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                files.put(entry.getName(), archive.readAllBytes());
            }
        }
        var reader = new ProgramReader(LIMITS);
        files.forEach((name, program) -> {
            if (name.endsWith("/__model__")) {
                var parameters = files.getOrDefault(name.replace("__model__", "__params__"), new byte[0]);
                try {
                    PROGRAMS.put(
                            name.substring(0, name.indexOf('/')),
                            reader.read(MemorySegment.ofArray(program), MemorySegment.ofArray(parameters)));
                } catch (ModelFormatException e) {
                    // One of those that are malformed on purpose, or that have a file for each parameter.
                    assertThat(e).message().isNotBlank();
                }
            }
        });
        for (var bundled : new String[] {"model_fp32", "model_int8"}) {
            PROGRAMS.put(bundled, reader.read(Path.of("..", "models", "fashion", bundled), Optional.empty()));
        }
        assertThat(PROGRAMS).hasSizeGreaterThan(1300);
    }

    @Test
    void readsBackEveryProgram() {
        PROGRAMS.forEach((name, program) -> {
            var again = new ProgramReader(LIMITS)
                    .read(
                            bytes(out -> ProgramFiles.program(program, out)),
                            bytes(out -> ProgramFiles.parameters(program, out)));
            assertSamePrograms(name, again, program);
            assertThat(graph(again)).as(name).isEqualTo(graph(program));
        });
    }

    @Test
    void readsBackEveryProgramAsNaiveBuffer() {
        PROGRAMS.forEach((name, program) -> {
            var again = new ProgramReader(LIMITS)
                    .read(bytes(out -> NbWriter.write(program, out)), MemorySegment.ofArray(new byte[0]));
            assertSameContent(name, again, program);
            assertThat(graph(again)).as(name).isEqualTo(graph(program));
        });
    }

    @ParameterizedTest
    @EnumSource
    void readsBackTheFilesOfEveryLayout(PaddleWriter.Layout layout) {
        for (var name : List.of("model_fp32", "model_int8", "conv2d_000", "param_names_000", "quant_chain_000")) {
            var program = Objects.requireNonNull(PROGRAMS.get(name), name);
            var target = scratch.resolve(name);
            PaddleWriter.write(program, target, layout);
            var again = new ProgramReader(LIMITS).read(written(target, layout), Optional.empty());
            assertSameContent(name, again, program);
            assertThat(graph(again)).as(name).isEqualTo(graph(program));
        }
    }

    private static MemorySegment bytes(ProgramFiles.Content content) {
        var out = new ByteArrayOutputStream();
        try {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MemorySegment.ofArray(out.toByteArray());
    }

    @ParameterizedTest
    @EnumSource
    void writesTheSameBytesAgain(PaddleWriter.Layout layout) throws IOException {
        var program = Objects.requireNonNull(PROGRAMS.get("model_int8"));
        PaddleWriter.write(program, scratch.resolve("once"), layout);
        var again = new ProgramReader(LIMITS).read(written(scratch.resolve("once"), layout), Optional.empty());
        PaddleWriter.write(again, scratch.resolve("twice"), layout);

        assertThat(contents("once")).isNotEmpty().isEqualTo(contents("twice"));
    }

    private static Path written(Path target, PaddleWriter.Layout layout) {
        return switch (layout) {
            case SEPARATE, COMBINED, MODEL_PARAMS -> target;
            case PDMODEL -> target.resolveSibling(target.getFileName() + ".pdmodel");
            case NAIVE_BUFFER -> target.resolveSibling(target.getFileName() + ".nb");
        };
    }

    /** The bytes of all files whose path begins so, by the rest of the path. */
    private Map<String, String> contents(String prefix) throws IOException {
        var contents = new HashMap<String, String>();
        try (var files = Files.walk(scratch)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = scratch.relativize(file).toString();
                if (name.startsWith(prefix)) {
                    contents.put(name.substring(prefix.length()), HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }

    private static void assertSamePrograms(String name, Program actual, Program expected) {
        assertSameContent(name, actual, expected);
        assertThat(actual.blocks())
                .as(name)
                .isEqualTo(
                        expected.blocks().stream().map(b -> stored(b, expected)).toList());
    }

    /** Operators and parameters; a .nb file leaves out the variables that no operator uses. */
    private static void assertSameContent(String name, Program actual, Program expected) {
        assertThat(actual.version()).as(name).isEqualTo(expected.version());
        for (int i = 0; i < expected.blocks().size(); i++) {
            var block = stored(expected.blocks().get(i), expected);
            assertThat(actual.blocks().get(i).ops()).as(name).isEqualTo(block.ops());
            assertThat(block.variables().values())
                    .as(name)
                    .containsAll(actual.blocks().get(i).variables().values());
        }
        assertThat(actual.parameters().keySet())
                .as(name)
                .isEqualTo(expected.parameters().keySet());
        expected.parameters().forEach((parameter, tensor) -> {
            var again = Objects.requireNonNull(actual.parameters().get(parameter));
            assertThat(again.type()).as(name + " " + parameter).isEqualTo(tensor.type());
            assertThat(again.segment().toArray(ValueLayout.JAVA_BYTE))
                    .as(name + " " + parameter)
                    .isEqualTo(tensor.segment().toArray(ValueLayout.JAVA_BYTE));
        });
    }

    /** A block as it must be after writing: without what cannot be decoded, parameters declared as they are stored. */
    private static Block stored(Block block, Program program) {
        var variables = new HashMap<>(block.variables());
        if (block.index() == 0) {
            variables.replaceAll((n, v) -> StoredParameters.declared(v, program));
        }
        return new Block(
                block.index(),
                block.parent(),
                variables,
                block.ops().stream()
                        .map(o -> new Op(o.block(), o.index(), o.type(), o.inputs(), o.outputs(), decoded(o)))
                        .toList());
    }

    private static Map<String, Attribute> decoded(Op op) {
        var attributes = new HashMap<>(op.attributes());
        attributes.values().removeIf(a -> a instanceof Attribute.Opaque);
        return attributes;
    }

    /** Everything about the graph, constants bit by bit; or what the lowering refuses. */
    private static String graph(Program program) {
        try {
            var graph = PaddleModel.of(program, Optional.empty()).graph();
            return graph.toText().replace(program.name(), "")
                    + graph.constants().stream().map(RoundTripTest::bits).collect(Collectors.joining("\n"));
        } catch (TouchstoneException e) {
            return String.valueOf(e.getMessage()).replace(program.source(), "").replace(program.name(), "");
        }
    }

    private static String bits(Value constant) {
        var bytes = Objects.requireNonNull(constant.constant()).segment().toArray(ValueLayout.JAVA_BYTE);
        return constant.name() + " " + Arrays.hashCode(bytes);
    }
}
