package dev.touchstone.arm.aarch64;

import static dev.touchstone.arm.machine.At.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Reg;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kernels' instructions become, read by a disassembler. */
class A64MachineTest {
    @TempDir
    private Path directory;

    private List<String> code(Consumer<A64Machine> emit) {
        var buffer = new CodeBuffer();
        emit.accept(new A64Machine(buffer, A64Isa.SDOT));
        return A64Disassembler.read(directory, buffer.toBytes());
    }

    @Test
    void reachesEveryDisplacement() {
        assertThat(code(m -> {
                    m.load(3, at(Reg.IN, 65520));
                    m.load(3, at(Reg.IN, -256));
                    m.load(3, at(Reg.IN, 65536));
                    m.load(3, at(Reg.IN, -257));
                    m.load(3, at(Reg.IN, 264));
                    m.load(3, at(Reg.IN, 0x1000001));
                    m.load(3, at(Reg.IN, Integer.MIN_VALUE));
                }))
                .containsExactly(
                        "ldr q3, [x0, #65520]",
                        "ldur q3, [x0, #-256]",
                        "add x16, x0, #0x10, lsl #12",
                        "ldr q3, [x16]",
                        "sub x16, x0, #0x101",
                        "ldr q3, [x16]",
                        "add x16, x0, #0x108",
                        "ldr q3, [x16]",
                        "mov x17, #0x1 // #1",
                        "movk x17, #0x100, lsl #16",
                        "add x16, x0, x17",
                        "ldr q3, [x16]",
                        "mov x17, #0xffffffffffff0000 // #-65536",
                        "movk x17, #0x8000, lsl #16",
                        "add x16, x0, x17",
                        "ldr q3, [x16]");
    }

    @Test
    void addsConstantsInAsFewInstructionsAsTheyNeed() {
        assertThat(code(m -> {
                    m.add(Reg.OUT, 0);
                    m.add(Reg.OUT, 4095);
                    m.add(Reg.OUT, -8192);
                    m.add(Reg.OUT, 4097);
                    m.address(Reg.T0, at(Reg.OUT, 0));
                    m.address(Reg.T0, at(Reg.OUT, -4097));
                }))
                .containsExactly(
                        "add x1, x1, #0xfff",
                        "sub x1, x1, #0x2, lsl #12",
                        "add x1, x1, #0x1, lsl #12",
                        "add x1, x1, #0x1",
                        "mov x6, x1",
                        "sub x6, x1, #0x1, lsl #12",
                        "sub x6, x6, #0x1");
    }

    @Test
    void theSecondOperandAnswersForNaN() {
        assertThat(code(m -> {
                    m.min(1, 1, 2);
                    m.min(2, 1, 2);
                    m.max(3, 1, 2);
                }))
                .containsExactly(
                        "fcmgt v31.4s, v2.4s, v1.4s",
                        "bif v1.16b, v2.16b, v31.16b",
                        "fcmgt v31.4s, v2.4s, v1.4s",
                        "bit v2.16b, v1.16b, v31.16b",
                        "fcmgt v31.4s, v1.4s, v2.4s",
                        "mov v3.16b, v2.16b",
                        "bit v3.16b, v1.16b, v31.16b");
    }

    @Test
    void copiesInTheLargestUnits() {
        assertThat(code(m -> m.copy(at(Reg.OUT, 0), at(Reg.IN, 0), 31, Reg.T0)))
                .containsExactly(
                        "ldr q0, [x0]",
                        "str q0, [x1]",
                        "ldr x6, [x0, #16]",
                        "str x6, [x1, #16]",
                        "ldr w6, [x0, #24]",
                        "str w6, [x1, #24]",
                        "ldrh w6, [x0, #28]",
                        "strh w6, [x1, #28]",
                        "ldrb w6, [x0, #30]",
                        "strb w6, [x1, #30]");
    }

    @Test
    void loopsOnlyWhereThereIsMoreThanOnePass() {
        assertThat(code(m -> {
                    m.loop(Reg.T0, 0, () -> m.zero(0));
                    m.loop(Reg.T0, 1, () -> m.zero(1));
                    m.loop(Reg.T0, 70000, () -> m.zero(2));
                }))
                .containsExactly(
                        "movi v1.2d, #0x0",
                        "mov x6, #0x1170 // #4464",
                        "movk x6, #0x1, lsl #16",
                        "movi v2.2d, #0x0",
                        "sub x6, x6, #0x1",
                        "cbnz x6, 0xc");
    }

    @Test
    void multipliesSignedBytesOnly() {
        var m = new A64Machine(new CodeBuffer(), A64Isa.NEON);
        assertThatThrownBy(() -> m.dotProduct(ByteForm.OFFSET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing is stored with an offset here");
        assertThatThrownBy(() -> m.withWidth(32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vectors have 16 bytes, not 32");
    }
}
