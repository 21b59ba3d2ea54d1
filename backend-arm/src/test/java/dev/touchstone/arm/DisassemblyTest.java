package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.arm.aarch64.A64Disassembler;
import dev.touchstone.arm.aarch64.A64Isa;
import dev.touchstone.arm.aarch64.A64Machine;
import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.compile.GraphCompiler;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.x86.X86Isa;
import dev.touchstone.arm.x86.X86Machine;
import dev.touchstone.graph.Graph;
import dev.touchstone.model.Models;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A whole network's code through a disassembler, for every instruction set, also those that this processor cannot run:
 * nothing is unreadable, and nothing is from beyond the instruction set.
 */
class DisassemblyTest {
    private static final Path OBJDUMP = Path.of("/usr/bin/objdump");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(X86Isa.class)
    void everyInstructionIsOneOfTheInstructionSet(X86Isa isa) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(OBJDUMP), "objdump (package binutils) is not installed");
        var model = Models.read(Path.of("..", "models", "fashion", "model_int8"));
        var graph = Pipeline.prepare(model.graph(), Precision.FULL_INT8).graph();
        var text = disassemble(code(graph, new X86Machine(new CodeBuffer(), isa)));
        assertThat(text).doesNotContain("(bad)").contains("ret");
        switch (isa) {
            case AVX512_VNNI -> assertThat(text).contains("vpdpbusd zmm");
            case AVX512VL_VNNI ->
                assertThat(text)
                        .contains("vpdpbusd ymm")
                        .doesNotContain("zmm")
                        .doesNotContainPattern("[xy]mm(1[6-9]|2[0-9]|3[01])\\b");
            case AVX_VNNI ->
                assertThat(text)
                        .contains("{vex} vpdpbusd ymm")
                        .doesNotContain("zmm")
                        .doesNotContain("{evex}")
                        .doesNotContainPattern("[xy]mm(1[6-9]|2[0-9]|3[01])\\b");
            case AVX2 ->
                assertThat(text)
                        .contains("vpmaddubsw ymm")
                        .doesNotContain("vpdpbusd")
                        .doesNotContain("zmm")
                        .doesNotContain("{evex}")
                        .doesNotContainPattern("[xy]mm(1[6-9]|2[0-9]|3[01])\\b");
        }
    }

    @ParameterizedTest
    @EnumSource(A64Isa.class)
    void everyInstructionIsOneThatArmKnows(A64Isa isa) {
        var model = Models.read(Path.of("..", "models", "fashion", "model_int8"));
        var graph = Pipeline.prepare(model.graph(), Precision.FULL_INT8).graph();
        var lines = A64Disassembler.read(directory, code(graph, new A64Machine(new CodeBuffer(), isa)));
        assertThat(lines).noneMatch(line -> line.contains("undefined") || line.contains(".inst"));
        assertThat(lines).contains("ret");
        switch (isa) {
            case SDOT -> assertThat(lines).anyMatch(line -> line.startsWith("sdot"));
            case NEON -> assertThat(lines).noneMatch(line -> line.startsWith("sdot"));
        }
    }

    private String disassemble(byte[] code) throws IOException, InterruptedException {
        var file = Files.write(directory.resolve("code.bin"), code);
        var process = new ProcessBuilder(
                        OBJDUMP.toString(),
                        "-D",
                        "-b",
                        "binary",
                        "-m",
                        "i386:x86-64",
                        "-M",
                        "intel",
                        "--no-show-raw-insn",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text;
    }

    private static byte[] code(Graph graph, Machine machine) {
        return GraphCompiler.compile(graph, machine).code().toArray(ValueLayout.JAVA_BYTE);
    }
}
