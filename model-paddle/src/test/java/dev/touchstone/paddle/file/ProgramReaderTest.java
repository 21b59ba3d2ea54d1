package dev.touchstone.paddle.file;

import static dev.touchstone.paddle.file.Wire.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Program;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which file holds what, in every layout. */
class ProgramReaderTest {
    private static final byte[] PROGRAM = program(
            variableOfKind("feed", FEED_MINIBATCH),
            variableOfKind("fetch", FETCH_LIST),
            variable("x", FP32, false, -1, 1),
            variable("w", FP32, true, 1),
            variable("fuse/b/0", FP32, true, 1),
            variable("y", FP32, false, -1, 1),
            feed("x", 0),
            op("elementwise_add", input("X", "x"), input("Y", "w"), output("Out", "y")),
            fetch("y", 0));
    private static final byte[] W = tensor(dims(1), 2f);
    private static final byte[] B = tensor(dims(1), 3f);
    // "fuse/b/0" comes before "w".
    private static final byte[] COMBINED = join(B, W);
    private static final String USUAL =
            "__params__, params, weights, model.pdiparams, inference.pdiparams or *.pdiparams "
                    + "of the program's name";

    @TempDir
    private Path directory;

    private void write(String file, byte[]... content) throws IOException {
        var path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, join(content));
    }

    private Program read(String path) {
        return new ProgramReader(ModelLimits.defaults()).read(directory.resolve(path), Optional.empty());
    }

    private String refusal(String path) {
        return Refusal.of(() -> read(path)).replace(directory.toString(), "DIR");
    }

    private static void assertComplete(Program program) {
        assertThat(program.blocks().getFirst().ops()).hasSize(3);
        assertThat(program.parameters()).containsOnlyKeys("w", "fuse/b/0");
        assertThat(program.parameters().get("w"))
                .satisfies(w -> assertThat(w.floats()).containsExactly(2f));
        assertThat(program.parameters().get("fuse/b/0"))
                .satisfies(b -> assertThat(b.floats()).containsExactly(3f));
        assertThat(program.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"net/__model__, net", "net/model, net", "net/model.pdmodel, net", "net/inference.pdmodel, net"})
    void readsOneFilePerParameter(String file, String name) throws IOException {
        write(file, PROGRAM);
        write("net/w", W);
        write("net/fuse/b/0", B);
        write("net/notes.txt", raw('h', 'i'));

        assertComplete(read("net"));
        assertComplete(read(file));
        assertThat(read("net").name()).isEqualTo(name);
        assertThat(read("net").source()).isEqualTo(directory.resolve(file).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "net/__model__, net/__params__, net",
        "net/model, net/params, net",
        "net/model, net/weights, net",
        "net/model.pdmodel, net/model.pdiparams, net",
        "net/inference.pdmodel, net/inference.pdiparams, net",
        "net/mobile.v1.pdmodel, net/mobile.v1.pdiparams, mobile.v1",
        "net/anything, net/__params__, anything"
    })
    void readsCombinedParameters(String program, String parameters, String name) throws IOException {
        write(program, PROGRAM);
        write(parameters, COMBINED);

        assertComplete(read("net"));
        assertComplete(read(program));
        assertThat(read("net").name()).isEqualTo(name);
    }

    @Test
    void readsNamedFilesOfAnyName() throws IOException {
        write("a/topology.bin", PROGRAM);
        write("b/values.bin", COMBINED);

        var reader = new ProgramReader(ModelLimits.defaults());
        assertComplete(
                reader.read(directory.resolve("a/topology.bin"), Optional.of(directory.resolve("b/values.bin"))));
        assertComplete(reader.read(directory.resolve("a"), Optional.of(directory.resolve("b/values.bin"))));
    }

    @Test
    void readsMemory() {
        var reader = new ProgramReader(ModelLimits.defaults());
        var program = reader.read(MemorySegment.ofArray(PROGRAM), MemorySegment.ofArray(COMBINED));
        assertComplete(program);
        assertThat(program.source()).isEqualTo("program bytes");
        assertThat(program.name()).isEqualTo("memory");

        var buffer = ByteBuffer.allocateDirect(PROGRAM.length + 2).put(1, PROGRAM);
        assertComplete(reader.read(
                MemorySegment.ofBuffer(buffer.position(1).limit(PROGRAM.length + 1)), MemorySegment.ofArray(COMBINED)));
    }

    @Test
    void readsProgramsWithoutParameters() throws IOException {
        byte[] program = program(feed("x", 0), fetch("x", 0));
        write("net/__model__", program);

        assertThat(read("net").parameters()).isEmpty();
        assertThat(new ProgramReader(ModelLimits.defaults())
                        .read(MemorySegment.ofArray(program), MemorySegment.ofArray(new byte[0]))
                        .parameters())
                .isEmpty();
    }

    @Test
    void prefersOwnFilesToACombinedOne() throws IOException {
        write("net/__model__", PROGRAM);
        write("net/w", W);
        write("net/fuse/b/0", B);
        write("net/__params__", raw(1, 2, 3));

        assertComplete(read("net"));
    }

    @Test
    void takesAFileNamedLikeAParameterForThatParameter() throws IOException {
        write("net/__model__", program(variable("weights", FP32, true, 1), variable("b", FP32, true, 1)));
        write("net/weights", W);

        assertThat(refusal("net"))
                .isEqualTo(
                        "DIR/net/__model__: 1 of 2 parameters are not beside it: parameter 'b' is missing; expected the "
                                + "file DIR/net/b, or all parameters in one of " + USUAL);
    }

    @Test
    void storesParametersInTheOrderOfUnsignedUtf8Bytes() {
        // U+FF5E is ef bd 9e, U+1F600 is f0 9f 98 80, but d83d de00 in UTF-16.
        String[] names = {"B", "_", "a", "a.b", "a_10", "a_9", "\u00e9", "\u4e2d", "\uff5e", "\ud83d\ude00"};
        byte[] variables = new byte[0];
        byte[] values = new byte[0];
        for (int i = 0; i < names.length; i++) {
            variables = join(variable(names[i], FP32, true, 1), variables);
            values = join(values, tensor(dims(1), i));
        }
        var program = new ProgramReader(ModelLimits.defaults())
                .read(MemorySegment.ofArray(program(variables)), MemorySegment.ofArray(values));
        for (int i = 0; i < names.length; i++) {
            float expected = i;
            assertThat(program.parameters().get(names[i]))
                    .satisfies(t -> assertThat(t.floats()).containsExactly(expected));
        }
    }

    @Test
    void storesOnlyPersistableTensorsOfTheMainBlock() {
        byte[] program = join(
                program(variable("w", FP32, true, 1), variable("x", FP32, false, 1), variableOfKind("r", RAW)),
                block(1, 0, variable("inner", FP32, true, 1)));

        assertThat(new ProgramReader(ModelLimits.defaults())
                        .read(MemorySegment.ofArray(program), MemorySegment.ofArray(W))
                        .parameters())
                .containsOnlyKeys("w");
    }

    @Test
    void warnsAboutConvertedParameters() {
        byte[] program = program(
                variable("a", FP16, true, 1),
                variable("b", FP16, true, 1),
                variable("c", FP64, true, 1),
                variable("d", INT16, true, 1));
        byte[] half = tensor(FP16, dims(1), new byte[2]);

        assertThat(new ProgramReader(ModelLimits.defaults())
                        .read(
                                MemorySegment.ofArray(program),
                                MemorySegment.ofArray(join(
                                        half,
                                        half,
                                        tensor(FP64, dims(1), new byte[8]),
                                        tensor(INT16, dims(1), new byte[2]))))
                        .warnings())
                .containsExactly(
                        "parameters stored as int16 were converted to int32: 1, the first is 'd'",
                        "parameters stored as float16 were converted to float32: 2, the first is 'a'",
                        "parameters stored as float64 were converted to float32: 1, the first is 'c'");
    }

    @Test
    void refusesPathsWithoutAModel() throws IOException {
        Files.createDirectory(directory.resolve("empty"));
        write("two/a.pdmodel", PROGRAM);
        write("two/b.pdmodel", PROGRAM);
        write("text", raw('h', 'i'));

        assertThat(refusal("absent"))
                .isEqualTo("DIR/absent: no such file or directory; give a model directory or a program file");
        assertThat(refusal("empty"))
                .isEqualTo(
                        "DIR/empty: no program found; expected __model__, model, model.pdmodel, inference.pdmodel or "
                                + "one *.pdmodel");
        assertThat(refusal("two"))
                .isEqualTo(
                        "DIR/two: the directory holds 2 programs: a.pdmodel, b.pdmodel; give the path of the one you "
                                + "mean");
        assertThat(refusal("text"))
                .isEqualTo("DIR/text: no block found; a program has at least one, so the file is damaged or no Paddle "
                        + "program");
    }

    static Stream<Arguments> otherFormats() {
        String expected = "; expected a Paddle program, such as __model__ or *.pdmodel";
        String notYet = "; it cannot be read; give the Paddle model that Paddle Lite's opt made it from";
        return Stream.of(
                arguments(new byte[0], "this file is empty" + expected),
                arguments(W, "this file is a Paddle parameter file; give the program, and this file as its parameters"),
                arguments(
                        join(little(1L), little(0), little(-1)),
                        "this file is a Paddle Lite program of a version before 2.3 (__model__.nb)" + notYet),
                arguments(
                        raw('{', '"'),
                        "this file is a Paddle 3 program in JSON; export the model with the older program format "
                                + "(*.pdmodel)"),
                arguments(raw('P', 'K', 3, 4), "this file is a zip archive; unpack it and give the directory"),
                arguments(raw(0x1f, 0x8b, 8), "this file is a gzip archive; unpack it and give the directory"),
                arguments(raw('R', 'K', 'N', 'N'), "this file is an RKNN model" + expected),
                arguments(raw(0, 0, 0, 0, 'T', 'F', 'L', '3'), "this file is a TensorFlow Lite model" + expected),
                arguments(join(number(1, 8), message(7, new byte[9])), "this file is an ONNX model" + expected));
    }

    @ParameterizedTest
    @MethodSource("otherFormats")
    void saysWhichFormatItFoundInstead(byte[] content, String message) throws IOException {
        write("net/__model__", content);

        assertThat(refusal("net")).isEqualTo("DIR/net/__model__: " + message);
        assertThat(Refusal.of(() -> new ProgramReader(ModelLimits.defaults())
                        .read(MemorySegment.ofArray(content), MemorySegment.ofArray(new byte[0]))))
                .isEqualTo("program bytes: " + message);
    }

    @Test
    void findsALiteModelInADirectory() throws IOException {
        write("net/model.nb", raw(2, 0, 'v', '2', '.', '9', 0), new byte[19], new byte[8]);

        assertThat(refusal("net"))
                .isEqualTo(
                        "DIR/net/model.nb at byte 26: an offset leads to bytes 0..4 of a part that has 0; the file is"
                                + " damaged");
    }

    @Test
    void namesTheMissingParameter() throws IOException {
        write("net/__model__", PROGRAM);

        assertThat(refusal("net"))
                .isEqualTo("DIR/net/__model__: none of its 2 parameters is beside it: parameter 'fuse/b/0' is missing; "
                        + "expected the file DIR/net/fuse/b/0, or all parameters in one of " + USUAL);
        write("net/fuse/b/0", B);
        assertThat(refusal("net"))
                .isEqualTo("DIR/net/__model__: 1 of 2 parameters are not beside it: parameter 'w' is missing; expected "
                        + "the file DIR/net/w, or all parameters in one of " + USUAL);
    }

    @Test
    void namesTheParameterThatACombinedFileLacks() throws IOException {
        write("net/__model__", PROGRAM);
        write("net/__params__", B);

        assertThat(refusal("net"))
                .isEqualTo("DIR/net/__params__ at byte 28: parameter 'w': LoDTensor version: 4 bytes expected, 0 left; "
                        + "the file is cut off or damaged");
    }

    @Test
    void refusesBytesBehindTheParameters() throws IOException {
        write("net/__model__", PROGRAM);
        write("net/__params__", COMBINED, new byte[5]);
        assertThat(refusal("net"))
                .isEqualTo("DIR/net/__params__ at byte 56: 5 bytes follow the end of the last parameter; the file is "
                        + "damaged or belongs to another program");

        write("net/w", W, new byte[1]);
        write("net/fuse/b/0", B);
        assertThat(refusal("net"))
                .isEqualTo("DIR/net/w at byte 28: 1 bytes follow the end of parameter 'w'; the file is damaged or "
                        + "belongs to another program");

        assertThat(Refusal.of(() -> new ProgramReader(ModelLimits.defaults())
                        .read(MemorySegment.ofArray(program()), MemorySegment.ofArray(W))))
                .isEqualTo(
                        "parameter bytes at byte 0: 28 bytes follow the end of an empty list of parameters; the file "
                                + "is damaged or belongs to another program");
    }

    @Test
    void refusesExplicitParametersThatAreAbsent() throws IOException {
        write("net/__model__", PROGRAM);

        assertThat(Refusal.of(() -> new ProgramReader(ModelLimits.defaults())
                                .read(directory.resolve("net"), Optional.of(directory.resolve("p"))))
                        .replace(directory.toString(), "DIR"))
                .isEqualTo("DIR/p: no such file");
        assertThat(Refusal.of(() -> new ProgramReader(ModelLimits.defaults())
                                .read(directory.resolve("net"), Optional.of(directory.resolve("net"))))
                        .replace(directory.toString(), "DIR"))
                .isEqualTo("DIR/net: is a directory, expected a file");
    }

    @Test
    void refusesProgramsOverTheLimitBeforeReadingThem() throws IOException {
        write("net/__model__", PROGRAM);
        var reader = new ProgramReader(Limits.with("programBytes", PROGRAM.length - 1));

        assertThat(Refusal.of(() -> reader.read(directory.resolve("net"), Optional.empty()))
                        .replace(directory.toString(), "DIR"))
                .isEqualTo("DIR/net/__model__: " + PROGRAM.length + " bytes of a program are more than "
                        + (PROGRAM.length - 1)
                        + ", the limit ModelLimits.programBytes; raise it if you trust the file");
    }

    @Test
    void refusesParametersThatAreNoDenseTensors() {
        assertThat(Refusal.of(() -> new ProgramReader(ModelLimits.defaults())
                        .read(
                                MemorySegment.ofArray(program(variableOfKind("rows", SELECTED_ROWS))),
                                MemorySegment.ofArray(new byte[0]))))
                .isEqualTo(
                        "program bytes: block 0, variable 'rows': a parameter of type SELECTED_ROWS; only LOD_TENSOR "
                                + "can be read");
    }
}
