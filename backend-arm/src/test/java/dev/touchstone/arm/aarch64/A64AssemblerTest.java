package dev.touchstone.arm.aarch64;

import static dev.touchstone.arm.aarch64.Scalar.d;
import static dev.touchstone.arm.aarch64.Scalar.q;
import static dev.touchstone.arm.aarch64.Scalar.s;
import static dev.touchstone.arm.aarch64.V.b16;
import static dev.touchstone.arm.aarch64.V.b8;
import static dev.touchstone.arm.aarch64.V.d2;
import static dev.touchstone.arm.aarch64.V.h4;
import static dev.touchstone.arm.aarch64.V.h8;
import static dev.touchstone.arm.aarch64.V.s4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.arm.asm.CodeBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every instruction against what binutils' disassembler reads in the bytes. */
class A64AssemblerTest {
    private record Form(String expected, Consumer<A64Assembler> emit) {}

    @TempDir
    private Path directory;

    private final List<Form> forms = new ArrayList<>();

    private void form(String expected, Consumer<A64Assembler> emit) {
        forms.add(new Form(expected, emit));
    }

    private interface Three {
        A64Assembler emit(A64Assembler a, V d, V n, V m);
    }

    private interface Two {
        A64Assembler emit(A64Assembler a, V d, V n);
    }

    private void three(String name, String shape, IntFunction<V> v, Three t) {
        three(name, shape, shape, v, v, t);
    }

    /** With low and high registers in all places. */
    private void three(String name, String to, String from, IntFunction<V> d, IntFunction<V> v, Three t) {
        for (int[] r : new int[][] {{0, 1, 2}, {31, 16, 8}, {7, 31, 21}, {18, 5, 31}}) {
            form(
                    "%s v%d.%s, v%d.%s, v%d.%s".formatted(name, r[0], to, r[1], from, r[2], from),
                    a -> t.emit(a, d.apply(r[0]), v.apply(r[1]), v.apply(r[2])));
        }
    }

    private void two(String name, String to, String from, IntFunction<V> d, IntFunction<V> n, Two t) {
        for (int[] r : new int[][] {{0, 1}, {31, 16}, {7, 31}}) {
            form(
                    "%s v%d.%s, v%d.%s".formatted(name, r[0], to, r[1], from),
                    a -> t.emit(a, d.apply(r[0]), n.apply(r[1])));
        }
    }

    private void integers() {
        three("add", "4s", V::s4, A64Assembler::add);
        three("add", "16b", V::b16, A64Assembler::add);
        three("add", "2d", V::d2, A64Assembler::add);
        three("sub", "8h", V::h8, A64Assembler::sub);
        three("mul", "4s", V::s4, A64Assembler::mul);
        three("addp", "4s", V::s4, A64Assembler::addp);
        three("addp", "8h", V::h8, A64Assembler::addp);
        three("smax", "16b", V::b16, A64Assembler::smax);
        three("smin", "16b", V::b16, A64Assembler::smin);
        three("umax", "16b", V::b16, A64Assembler::umax);
        three("umin", "8b", V::b8, A64Assembler::umin);
        three("and", "16b", V::b16, A64Assembler::and);
        three("orr", "16b", V::b16, A64Assembler::orr);
        three("eor", "16b", V::b16, A64Assembler::eor);
        three("bsl", "16b", V::b16, A64Assembler::bsl);
        three("bit", "16b", V::b16, A64Assembler::bit);
        three("bif", "16b", V::b16, A64Assembler::bif);
        two("mov", "16b", "16b", V::b16, V::b16, A64Assembler::mov);
        form("movi v17.2d, #0x0", a -> a.zero(b16(17)));
        three("smull", "8h", "8b", V::h8, V::b8, A64Assembler::smull);
        three("smull2", "8h", "16b", V::h8, V::b16, A64Assembler::smull2);
        three("smlal", "8h", "8b", V::h8, V::b8, A64Assembler::smlal);
        three("smlal2", "8h", "16b", V::h8, V::b16, A64Assembler::smlal2);
        three("smlal", "4s", "4h", V::s4, V::h4, A64Assembler::smlal);
        two("sadalp", "4s", "8h", V::s4, V::h8, A64Assembler::sadalp);
        two("sadalp", "8h", "16b", V::h8, V::b16, A64Assembler::sadalp);
        two("sqxtn", "4h", "4s", V::h4, V::s4, A64Assembler::sqxtn);
        two("sqxtn2", "8h", "4s", V::h8, V::s4, A64Assembler::sqxtn2);
        two("sqxtn", "8b", "8h", V::b8, V::h8, A64Assembler::sqxtn);
        two("sqxtn2", "16b", "8h", V::b16, V::h8, A64Assembler::sqxtn2);
        two("sxtl", "8h", "8b", V::h8, V::b8, A64Assembler::sxtl);
        two("sxtl2", "8h", "16b", V::h8, V::b16, A64Assembler::sxtl2);
        two("uxtl", "4s", "4h", V::s4, V::h4, A64Assembler::uxtl);
        two("uxtl2", "4s", "8h", V::s4, V::h8, A64Assembler::uxtl2);
        form("shl v1.4s, v2.4s, #24", a -> a.shl(s4(1), s4(2), 24));
        form("shl v31.4s, v30.4s, #0", a -> a.shl(s4(31), s4(30), 0));
        form("shl v31.8h, v30.8h, #15", a -> a.shl(h8(31), h8(30), 15));
        form("sshr v1.4s, v2.4s, #24", a -> a.sshr(s4(1), s4(2), 24));
        form("sshr v1.4s, v2.4s, #32", a -> a.sshr(s4(1), s4(2), 32));
        three("zip1", "16b", V::b16, A64Assembler::zip1);
        three("zip2", "16b", V::b16, A64Assembler::zip2);
        three("zip1", "8h", V::h8, A64Assembler::zip1);
        three("zip2", "2d", V::d2, A64Assembler::zip2);
        form("tbl v3.16b, {v30.16b}, v29.16b", a -> a.tbl(b16(3), b16(30), b16(29)));
        form("dup v3.4s, v30.s[0]", a -> a.dup(s4(3), s4(30), 0));
        form("dup v3.4s, v30.s[3]", a -> a.dup(s4(3), s4(30), 3));
        form("dup v3.16b, v30.b[15]", a -> a.dup(b16(3), b16(30), 15));
        form("mov v3.s[2], w17", a -> a.ins(s4(3), 2, X.X17));
        form("dup v3.2d, v30.d[1]", a -> a.dup(d2(3), d2(30), 1));
        three("sdot", "4s", "16b", V::s4, V::b16, A64Assembler::sdot);
        form("sdot v0.4s, v1.16b, v2.4b[0]", a -> a.sdot(s4(0), b16(1), b16(2), 0));
        form("sdot v29.4s, v30.16b, v31.4b[3]", a -> a.sdot(s4(29), b16(30), b16(31), 3));
        form("sdot v29.4s, v30.16b, v15.4b[2]", a -> a.sdot(s4(29), b16(30), b16(15), 2));
    }

    private void reals() {
        three("fadd", "4s", V::s4, A64Assembler::fadd);
        three("fsub", "4s", V::s4, A64Assembler::fsub);
        three("fmul", "4s", V::s4, A64Assembler::fmul);
        three("fdiv", "4s", V::s4, A64Assembler::fdiv);
        three("fmla", "4s", V::s4, A64Assembler::fmla);
        three("fcmgt", "4s", V::s4, A64Assembler::fcmgt);
        three("fadd", "2d", V::d2, A64Assembler::fadd);
        three("fdiv", "2d", V::d2, A64Assembler::fdiv);
        three("fcmgt", "2d", V::d2, A64Assembler::fcmgt);
        two("fsqrt", "2d", "2d", V::d2, V::d2, A64Assembler::fsqrt);
        two("frintm", "2d", "2d", V::d2, V::d2, A64Assembler::frintm);
        two("frintp", "2d", "2d", V::d2, V::d2, A64Assembler::frintp);
        two("frintz", "2d", "2d", V::d2, V::d2, A64Assembler::frintz);
        two("frintz", "4s", "4s", V::s4, V::s4, A64Assembler::frintz);
        two("fcvtl", "2d", "2s", V::d2, V::s2, A64Assembler::fcvtl);
        two("fcvtn", "2s", "2d", V::s2, V::d2, A64Assembler::fcvtn);
        form("shl v1.2d, v2.2d, #52", a -> a.shl(d2(1), d2(2), 52));
        form("fmla v9.4s, v30.4s, v31.s[0]", a -> a.fmla(s4(9), s4(30), s4(31), 0));
        form("fmla v9.4s, v30.4s, v31.s[3]", a -> a.fmla(s4(9), s4(30), s4(31), 3));
        two("scvtf", "4s", "4s", V::s4, V::s4, A64Assembler::scvtf);
        two("fcvtns", "4s", "4s", V::s4, V::s4, A64Assembler::fcvtns);
        two("frintn", "4s", "4s", V::s4, V::s4, A64Assembler::frintn);
        form("fadd d1, d17, d31", a -> a.fadd(d(1), d(17), d(31)));
        form("fmul d1, d17, d31", a -> a.fmul(d(1), d(17), d(31)));
        form("fdiv d30, d17, d31", a -> a.fdiv(d(30), d(17), d(31)));
        form("fmin d30, d17, d31", a -> a.fmin(d(30), d(17), d(31)));
        form("fmax d30, d17, d31", a -> a.fmax(d(30), d(17), d(31)));
        form("fcvtns w9, d30", a -> a.fcvtns(X.X9, d(30)));
    }

    private void memory() {
        form("ldr x1, [x2]", a -> a.ldr(X.X1, X.X2, 0));
        form("ldr x1, [sp, #32760]", a -> a.ldr(X.X1, X.SP, 32760));
        form("ldur x1, [x2, #-256]", a -> a.ldr(X.X1, X.X2, -256));
        form("ldur x1, [x2, #255]", a -> a.ldr(X.X1, X.X2, 255));
        form("str x30, [x2, #8]", a -> a.str(X.X30, X.X2, 8));
        form("ldr w1, [x2, #16380]", a -> a.ldrw(X.X1, X.X2, 16380));
        form("stur w1, [x2, #-4]", a -> a.strw(X.X1, X.X2, -4));
        form("str w1, [x2, #4]", a -> a.strw(X.X1, X.X2, 4));
        form("ldrsw x17, [x28, #20]", a -> a.ldrsw(X.X17, X.X28, 20));
        form("ldursw x17, [x28, #-20]", a -> a.ldrsw(X.X17, X.X28, -20));
        form("ldrh w17, [x28, #20]", a -> a.ldrh(X.X17, X.X28, 20));
        form("strh w17, [x28, #8190]", a -> a.strh(X.X17, X.X28, 8190));
        form("ldrb w17, [x28, #4095]", a -> a.ldrb(X.X17, X.X28, 4095));
        form("ldurb w17, [x28, #-1]", a -> a.ldrb(X.X17, X.X28, -1));
        form("ldrsb x17, [x28, #3]", a -> a.ldrsb(X.X17, X.X28, 3));
        form("strb w17, [x28, #3]", a -> a.strb(X.X17, X.X28, 3));
        form("ldrb w3, [x4, x5]", a -> a.ldrb(X.X3, X.X4, X.X5));
        form("str x19, [sp, #-16]!", a -> a.push(X.X19));
        form("ldr x19, [sp], #16", a -> a.pop(X.X19));
        form("stp x19, x20, [sp, #16]", a -> a.stp(X.X19, X.X20, X.SP, 16));
        form("ldp x19, x30, [sp, #-512]", a -> a.ldp(X.X19, X.X30, X.SP, -512));
        form("stp d8, d9, [sp, #504]", a -> a.stp(d(8), d(9), X.SP, 504));
        form("ldp d14, d15, [sp, #32]", a -> a.ldp(d(14), d(15), X.SP, 32));
        form("ldr q31, [x0, #65520]", a -> a.ldr(q(31), X.X0, 65520));
        form("ldur q31, [x0, #-16]", a -> a.ldr(q(31), X.X0, -16));
        form("ldur q31, [x0, #17]", a -> a.ldr(q(31), X.X0, 17));
        form("str q3, [x9]", a -> a.str(q(3), X.X9, 0));
        form("stur q3, [x9, #-1]", a -> a.str(q(3), X.X9, -1));
        form("ldr d3, [x9, #8]", a -> a.ldr(d(3), X.X9, 8));
        form("str d3, [x9, #16]", a -> a.str(d(3), X.X9, 16));
        form("ldr s3, [x9, #4]", a -> a.ldr(s(3), X.X9, 4));
        form("stur s3, [x9, #-3]", a -> a.str(s(3), X.X9, -3));
        form("ldr d7, [x2, x10, lsl #3]", a -> a.ldr(d(7), X.X2, X.X10));
        form("ld1r {v30.4s}, [x16]", a -> a.ld1r(s4(30), X.X16));
        form("ld1r {v30.2d}, [x16]", a -> a.ld1r(d2(30), X.X16));
    }

    private void general() {
        form("mov x1, x30", a -> a.mov(X.X1, X.X30));
        form("mov x1, #0x0 // #0", a -> a.movz(X.X1, 0));
        form("mov x1, #0xffff // #65535", a -> a.movz(X.X1, 65535));
        form("mov x1, #0xffffffffffffffff // #-1", a -> a.movn(X.X1, 0));
        form("movk x1, #0x7fff, lsl #16", a -> a.movk(X.X1, 0x7fff));
        form("add x1, x2, #0xfff", a -> a.add(X.X1, X.X2, 4095));
        form("add x1, x2, #0x5, lsl #12", a -> a.addShifted(X.X1, X.X2, 5));
        form("sub sp, sp, #0x60", a -> a.sub(X.SP, X.SP, 96));
        form("sub x1, x2, #0x5, lsl #12", a -> a.subShifted(X.X1, X.X2, 5));
        form("add x1, x2, x3", a -> a.add(X.X1, X.X2, X.X3));
        form("sub x30, x29, x28", a -> a.sub(X.X30, X.X29, X.X28));
        form("cmp x3, x29", a -> a.cmp(X.X3, X.X29));
        form("csel x3, x29, x4, lt // lt = tstop", a -> a.csel(X.X3, X.X29, X.X4, Condition.LT));
        form("blr x16", a -> a.blr(X.X16));
        form("ret", A64Assembler::ret);
    }

    @Test
    void encodesWhatTheDisassemblerReads() {
        integers();
        reals();
        memory();
        general();
        var code = new CodeBuffer();
        var a = new A64Assembler(code);
        forms.forEach(form -> form.emit().accept(a));
        assertThat(A64Disassembler.read(directory, code.toBytes()))
                .containsExactlyElementsOf(forms.stream().map(Form::expected).toList());
    }

    @Test
    void jumpsBothWays() {
        var code = new CodeBuffer();
        var a = new A64Assembler(code);
        var top = a.newLabel();
        var end = a.newLabel();
        a.align(16)
                .bind(top)
                .b(Condition.NE, end)
                .cbnz(X.X9, top)
                .adr(X.X3, top)
                .adr(X.X4, end)
                .align(32);
        a.bind(end).ret();
        assertThat(A64Disassembler.read(directory, code.toBytes()))
                .containsExactly(
                        "b.ne 0x20 // b.any",
                        "cbnz x9, 0x0",
                        "adr x3, 0x0",
                        "adr x4, 0x20",
                        "nop",
                        "nop",
                        "nop",
                        "nop",
                        "ret");
    }

    @Test
    void loadsConstantsInOneInstructionOrTwo() {
        var code = new CodeBuffer();
        var a = new A64Assembler(code);
        a.mov(X.X0, 0).mov(X.X1, 0x12345678).mov(X.X2, -1).mov(X.X3, -65536).mov(X.X4, -65537);
        a.mov(X.X5, Integer.MIN_VALUE);
        assertThat(A64Disassembler.read(directory, code.toBytes()))
                .containsExactly(
                        "mov x0, #0x0 // #0",
                        "mov x1, #0x5678 // #22136",
                        "movk x1, #0x1234, lsl #16",
                        "mov x2, #0xffffffffffffffff // #-1",
                        "mov x3, #0xffffffffffff0000 // #-65536",
                        "mov x4, #0xffffffffffffffff // #-1",
                        "movk x4, #0xfffe, lsl #16",
                        "mov x5, #0xffffffffffff0000 // #-65536",
                        "movk x5, #0x8000, lsl #16");
    }

    @Test
    void refusesWhatAnInstructionCannotSay() {
        var a = new A64Assembler(new CodeBuffer());
        assertThatThrownBy(() -> a.smull(h8(0), b16(1), b16(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("smull has no form [v0.8h, v1.16b, v2.16b]");
        assertThatThrownBy(() -> a.fadd(s4(0), h8(1), s4(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fadd has no form [v0.4s, v1.8h, v2.4s]");
        assertThatThrownBy(() -> a.ldr(q(0), X.X1, 65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("offset 65536 is outside -256..255");
        assertThatThrownBy(() -> a.add(X.X0, X.X0, 4096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("add 4096 is outside 0..4095");
        assertThatThrownBy(() -> b8(32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector register 32 is outside 0..31");
        assertThatThrownBy(() -> a.sadalp(s4(0), h4(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sadalp has no form [v0.4s, v1.4h]");
    }
}
