package dev.touchstone.paddle.nb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.ModelFormatException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddleModels;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Meta versions 0 and 1 against the model they were made from. */
class OldFormatsTest {
    private static final ProgramReader READER = new ProgramReader(ModelLimits.defaults());

    @ParameterizedTest
    @ValueSource(strings = {"model_fp32", "model_int8"})
    void versionsZeroAndOneHoldTheSameProgram(String name) {
        var program = READER.read(Path.of("..", "models", "fashion", name), Optional.empty());
        assertSame(read(OldFormats.meta0(program)), program);
        assertSame(read(OldFormats.meta1(program)), program);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_fp32", "model_int8"})
    void versionZeroDeclaresNoShapesAndRunsAllTheSame(String name) {
        var program = READER.read(Path.of("..", "models", "fashion", name), Optional.empty());
        var model = PaddleModels.read(OldFormats.meta0(program), new byte[0], ModelLimits.defaults());

        assertThat(model.inputs().toString()).isEqualTo("[image: float32[?, 1, ?, ?]]");
        assertThat(model.warnings())
                .anySatisfy(w -> assertThat(w)
                        .isEqualTo(
                                "input 'image' has no declared type and shape; taken as float32 with the channels that"
                                        + " conv2d reads"));
    }

    @Test
    void aVariableDeclaredAgainDifferentlyIsRefused() {
        var x = new Variable("x", 7, -1, List.of(), false, false);
        var stored = new Variable("x", 7, -1, List.of(), true, false);
        var again = new Program(
                "net",
                "net",
                0,
                List.of(new Block(0, -1, Map.of("a", x, "b", stored), List.of())),
                Map.of(),
                List.of());

        assertThatThrownBy(() -> read(OldFormats.meta0(again)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("program bytes at byte 198: block 0, variable 1: variable 'x' is declared again,"
                        + " differently");
    }

    private static Program read(byte[] file) {
        return READER.read(MemorySegment.ofArray(file), MemorySegment.ofArray(new byte[0]));
    }

    private static void assertSame(Program actual, Program expected) {
        assertThat(actual.blocks().getFirst().ops())
                .isEqualTo(expected.blocks().getFirst().ops());
        assertThat(actual.parameters().keySet()).isEqualTo(expected.parameters().keySet());
        expected.parameters()
                .forEach((name, tensor) -> assertThat(
                                Objects.requireNonNull(actual.parameters().get(name))
                                        .segment()
                                        .mismatch(tensor.segment()))
                        .as(name)
                        .isEqualTo(-1));
    }
}
