package dev.touchstone.paddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.ModelFormatException;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.model.Models;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model through every entrance. */
class PaddleModelsTest {
    private static final Path FASHION = Path.of("../models/fashion");
    private static final Path PROGRAM = FASHION.resolve("model_fp32/model.pdmodel");
    private static final Path PARAMETERS = FASHION.resolve("model_fp32/model.pdiparams");
    private static final ModelLimits LIMITS = ModelLimits.defaults();

    private static void assertIsFashion(Model model) {
        assertThat(model.format()).isEqualTo("paddle");
        assertThat(model.inputs()).extracting(Object::toString).containsExactly("image: float32[?, 1, 28, 28]");
        assertThat(model.outputs()).hasSize(1);
        assertThat(model.statistics().parameters()).isEqualTo(47);
        assertThat(model.graph().outputs().getFirst().type().shape().toString()).isEqualTo("[1, 10]");
    }

    @Test
    void readsDirectoriesAndFiles() {
        assertIsFashion(PaddleModels.read(FASHION.resolve("model_fp32")));
        assertIsFashion(PaddleModels.read(PROGRAM, LIMITS));
        assertIsFashion(PaddleModels.read(PROGRAM, PARAMETERS, LIMITS));
        assertThat(PaddleModels.read(PROGRAM).name()).isEqualTo("model_fp32");
        assertThat(PaddleModels.read(FASHION.resolve("model_int8")).statistics().parameters())
                .isEqualTo(48);
    }

    @Test
    void readsMemory() throws IOException {
        byte[] program = Files.readAllBytes(PROGRAM);
        byte[] parameters = Files.readAllBytes(PARAMETERS);

        assertIsFashion(PaddleModels.read(program, parameters, LIMITS));
        assertIsFashion(PaddleModels.read(ByteBuffer.wrap(program), ByteBuffer.wrap(parameters), LIMITS));
    }

    @Test
    void keepsNothingOfMappedMemory() throws IOException {
        Model model;
        try (var arena = Arena.ofConfined()) {
            model = PaddleModels.read(map(PROGRAM, arena), map(PARAMETERS, arena), LIMITS);
        }
        assertIsFashion(model);
    }

    private static MemorySegment map(Path file, Arena arena) throws IOException {
        try (var channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    @Test
    void bringsTheImageProfileOfTheDirectory() throws IOException {
        assertThat(PaddleModels.read(FASHION.resolve("model_int8")).imageProfile())
                .get()
                .satisfies(p -> assertThat(p.labels()).hasSize(10));
        assertThat(PaddleModels.read(PROGRAM).imageProfile()).isPresent();
        assertThat(PaddleModels.read(Files.readAllBytes(PROGRAM), Files.readAllBytes(PARAMETERS), LIMITS)
                        .imageProfile())
                .isEmpty();
    }

    @Test
    void tellsWhatItWasReadFrom(@TempDir Path directory) throws IOException {
        var combined = FASHION.resolve("model_fp32");
        assertThat(PaddleModels.read(combined).files())
                .containsExactlyInAnyOrder(
                        combined.resolve("model.pdmodel"),
                        combined.resolve("model.pdiparams"),
                        combined.resolve("touchstone.properties"),
                        combined,
                        FASHION.resolve("labels.txt").toRealPath(),
                        FASHION.toRealPath());

        var separate = FASHION.resolve("model_int8");
        assertThat(PaddleModels.read(separate).files())
                .contains(separate.resolve("touchstone.properties"), separate)
                .hasSizeGreaterThan(4);

        var alone = Files.copy(PROGRAM, directory.resolve("program"));
        assertThat(PaddleModels.read(alone, PARAMETERS, LIMITS).files())
                .as("parameters named by the caller")
                .containsExactlyInAnyOrder(alone, directory, PARAMETERS, PARAMETERS.getParent());
        assertThat(PaddleModels.read(Files.readAllBytes(PROGRAM), Files.readAllBytes(PARAMETERS), LIMITS)
                        .files())
                .as("from memory")
                .isEmpty();
    }

    @Test
    void isFoundAsAService() {
        assertIsFashion(Models.read(FASHION.resolve("model_fp32")));
        assertIsFashion(Models.read(PROGRAM, Optional.of(PARAMETERS), LIMITS));
    }

    @Test
    void recognisesPaddleByContentAndNothingElse(@TempDir Path directory) throws IOException {
        var reader = new PaddleModelReader();
        var renamed = Files.copy(PROGRAM, directory.resolve("picture.png"));

        assertThat(reader.recognises(FASHION.resolve("model_int8"))).isTrue();
        assertThat(reader.recognises(PROGRAM)).isTrue();
        assertThat(reader.recognises(PARAMETERS)).isTrue();
        assertThat(reader.recognises(renamed)).isTrue();
        assertThat(reader.recognises(FASHION.resolve("labels.txt"))).isFalse();
        assertThat(reader.recognises(FASHION.resolve("drawn"))).isFalse();
        assertThat(reader.recognises(directory.resolve("absent"))).isFalse();
    }

    @Test
    void readsWhatItRecognisesOrSaysWhy() {
        assertThatThrownBy(() -> new PaddleModelReader().read(PARAMETERS, Optional.empty(), LIMITS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(
                        PARAMETERS + ": this file is a Paddle parameter file; give the program, and this file as its "
                                + "parameters");
    }
}
