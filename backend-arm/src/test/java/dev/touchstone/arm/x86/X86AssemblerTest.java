package dev.touchstone.arm.x86;

import static dev.touchstone.arm.x86.Mem.mem;
import static dev.touchstone.arm.x86.Vec.xmm;
import static dev.touchstone.arm.x86.Vec.ymm;
import static dev.touchstone.arm.x86.Vec.zmm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.arm.asm.CodeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every instruction against what binutils' disassembler reads in the bytes. */
class X86AssemblerTest {
    private record Form(String expected, X86Assembler.Encoding encoding, Consumer<X86Assembler> emit) {}

    @TempDir
    private Path directory;

    private final List<Form> forms = new ArrayList<>();

    private void evex(String expected, Consumer<X86Assembler> emit) {
        forms.add(new Form(expected, X86Assembler.Encoding.EVEX, emit));
    }

    private void vex(String expected, Consumer<X86Assembler> emit) {
        forms.add(new Form(expected, X86Assembler.Encoding.VEX, emit));
    }

    private interface Three {
        X86Assembler emit(X86Assembler a, Vec dst, Vec x, VectorOperand y);
    }

    private interface Two {
        X86Assembler emit(X86Assembler a, Vec dst, VectorOperand src);
    }

    /** The three-operand form in both encodings, low and high registers, short, long and indexed addresses. */
    private void three(String name, String evexName, Three t) {
        vex(name + " ymm1,ymm2,ymm3", a -> t.emit(a, ymm(1), ymm(2), ymm(3)));
        vex(name + " ymm9,ymm10,ymm11", a -> t.emit(a, ymm(9), ymm(10), ymm(11)));
        vex(name + " xmm1,xmm2,XMMWORD PTR [r13+0x0]", a -> t.emit(a, xmm(1), xmm(2), mem(Gp.R13, 0)));
        vex(
                name + " ymm1,ymm2,YMMWORD PTR [r12+r9*4+0x1234]",
                a -> t.emit(a, ymm(1), ymm(2), mem(Gp.R12, Gp.R9, 4, 0x1234)));
        evex(evexName + " zmm17,zmm18,zmm31", a -> t.emit(a, zmm(17), zmm(18), zmm(31)));
        evex(evexName + " zmm8,zmm9,ZMMWORD PTR [rsp+0x40]", a -> t.emit(a, zmm(8), zmm(9), mem(Gp.RSP, 64)));
        evex(evexName + " zmm0,zmm16,ZMMWORD PTR [rbp+0x41]", a -> t.emit(a, zmm(0), zmm(16), mem(Gp.RBP, 65)));
        evex(
                evexName + " ymm20,ymm1,YMMWORD PTR [rax+r15*8-0x20]",
                a -> t.emit(a, ymm(20), ymm(1), mem(Gp.RAX, Gp.R15, 8, -32)));
    }

    private void two(String name, String evexName, String half, Two t) {
        evex(evexName + " zmm17," + half + "30", a -> t.emit(a, zmm(17), zmm(30)));
        evex(evexName + " zmm7," + half + "6", a -> t.emit(a, zmm(7), zmm(6)));
        if (half.equals("zmm")) {
            vex(name + " ymm9,ymm14", a -> t.emit(a, ymm(9), ymm(14)));
        }
    }

    private void arithmetic() {
        three("vpmaddubsw", "vpmaddubsw", X86Assembler::vpmaddubsw);
        three("vpmaddwd", "vpmaddwd", X86Assembler::vpmaddwd);
        three("vpaddd", "vpaddd", X86Assembler::vpaddd);
        three("vpsubd", "vpsubd", X86Assembler::vpsubd);
        three("vpaddw", "vpaddw", X86Assembler::vpaddw);
        three("vpmulld", "vpmulld", X86Assembler::vpmulld);
        three("vpxor", "vpxord", X86Assembler::vpxor);
        three("vpor", "vpord", X86Assembler::vpor);
        three("vpand", "vpandd", X86Assembler::vpand);
        three("vmulps", "vmulps", X86Assembler::vmulps);
        three("vaddps", "vaddps", X86Assembler::vaddps);
        three("vsubps", "vsubps", X86Assembler::vsubps);
        three("vdivps", "vdivps", X86Assembler::vdivps);
        three("vmaxps", "vmaxps", X86Assembler::vmaxps);
        three("vminps", "vminps", X86Assembler::vminps);
        three("vfmadd231ps", "vfmadd231ps", X86Assembler::vfmadd231ps);
        three("vpackssdw", "vpackssdw", X86Assembler::vpackssdw);
        three("vpacksswb", "vpacksswb", X86Assembler::vpacksswb);
        three("vpmaxsb", "vpmaxsb", X86Assembler::vpmaxsb);
        three("vpminsb", "vpminsb", X86Assembler::vpminsb);
        three("vpmaxub", "vpmaxub", X86Assembler::vpmaxub);
        three("vpminub", "vpminub", X86Assembler::vpminub);
        three("vpmaxsd", "vpmaxsd", X86Assembler::vpmaxsd);
        three("vpminsd", "vpminsd", X86Assembler::vpminsd);
        three("vpunpcklbw", "vpunpcklbw", X86Assembler::vpunpcklbw);
        three("vpunpckhbw", "vpunpckhbw", X86Assembler::vpunpckhbw);
        three("vpunpcklwd", "vpunpcklwd", X86Assembler::vpunpcklwd);
        three("vpunpckhwd", "vpunpckhwd", X86Assembler::vpunpckhwd);
        three("vpshufb", "vpshufb", X86Assembler::vpshufb);
        vex("vpermd ymm1,ymm2,ymm3", a -> a.vpermd(ymm(1), ymm(2), ymm(3)));
        evex("vpermd zmm1,zmm2,zmm3", a -> a.vpermd(zmm(1), zmm(2), zmm(3)));
        vex("vpsignb ymm1,ymm2,YMMWORD PTR [rcx+0x20]", a -> a.vpsignb(ymm(1), ymm(2), mem(Gp.RCX, 32)));
        vex("{vex} vpdpbusd ymm1,ymm2,ymm3", a -> a.vpdpbusd(ymm(1), ymm(2), ymm(3)));
        evex("vpdpbusd zmm1,zmm2,ZMMWORD PTR [rcx+0x80]", a -> a.vpdpbusd(zmm(1), zmm(2), mem(Gp.RCX, 128)));
        evex("vpdpbusd zmm1,zmm2,DWORD BCST [rcx+0x4]", a -> a.vpdpbusd(zmm(1), zmm(2), new Broadcast(mem(Gp.RCX, 4))));
        evex(
                "vfmadd231ps zmm1,zmm2,DWORD BCST [r10+0x1fc]",
                a -> a.vfmadd231ps(zmm(1), zmm(2), new Broadcast(mem(Gp.R10, 508))));
    }

    private void doubles() {
        three("vaddpd", "vaddpd", X86Assembler::vaddpd);
        three("vsubpd", "vsubpd", X86Assembler::vsubpd);
        three("vmulpd", "vmulpd", X86Assembler::vmulpd);
        three("vdivpd", "vdivpd", X86Assembler::vdivpd);
        three("vminpd", "vminpd", X86Assembler::vminpd);
        three("vmaxpd", "vmaxpd", X86Assembler::vmaxpd);
        two("vsqrtpd", "vsqrtpd", "zmm", X86Assembler::vsqrtpd);
        evex("vcvtps2pd zmm1,YMMWORD PTR [rax+0x20]", a -> a.vcvtps2pd(zmm(1), mem(Gp.RAX, 32)));
        vex("vcvtps2pd ymm9,XMMWORD PTR [r12+0x8]", a -> a.vcvtps2pd(ymm(9), mem(Gp.R12, 8)));
        evex("vcvtpd2ps ymm17,zmm30", a -> a.vcvtpd2ps(ymm(17), zmm(30)));
        vex("vcvtpd2ps xmm1,ymm9", a -> a.vcvtpd2ps(xmm(1), ymm(9)));
        evex("vrndscalepd zmm17,zmm30,0x3", a -> a.vroundpd(zmm(17), zmm(30), 3));
        vex("vroundpd ymm1,ymm9,0x1", a -> a.vroundpd(ymm(1), ymm(9), 1));
        evex("vpsllq zmm17,zmm3,0x34", a -> a.vpsllq(zmm(17), zmm(3), 52));
        vex("vpsllq ymm12,ymm3,0x34", a -> a.vpsllq(ymm(12), ymm(3), 52));
        evex("vbroadcastsd zmm1,QWORD PTR [rsi+0x8]", a -> a.vbroadcastsd(zmm(1), mem(Gp.RSI, 8)));
        vex("vbroadcastsd ymm1,QWORD PTR [rsi+0x8]", a -> a.vbroadcastsd(ymm(1), mem(Gp.RSI, 8)));
    }

    private void conversions() {
        two("vcvtdq2ps", "vcvtdq2ps", "zmm", X86Assembler::vcvtdq2ps);
        two("vcvtps2dq", "vcvtps2dq", "zmm", X86Assembler::vcvtps2dq);
        two("vpabsb", "vpabsb", "zmm", X86Assembler::vpabsb);
        two("vmovdqu", "vmovdqu32", "zmm", X86Assembler::vmovdqu);
        evex("vpmovsxbd zmm1,XMMWORD PTR [rax+0x10]", a -> a.vpmovsxbd(zmm(1), mem(Gp.RAX, 16)));
        evex("vpmovzxbd zmm1,XMMWORD PTR [rax+0x30]", a -> a.vpmovzxbd(zmm(1), mem(Gp.RAX, 48)));
        vex("vpmovzxbd ymm1,QWORD PTR [rax+0x8]", a -> a.vpmovzxbd(ymm(1), mem(Gp.RAX, 8)));
        evex("vpmovzxbw zmm1,YMMWORD PTR [rax+0x20]", a -> a.vpmovzxbw(zmm(1), mem(Gp.RAX, 32)));
        vex("vpmovsxbw ymm1,XMMWORD PTR [rax+0x10]", a -> a.vpmovsxbw(ymm(1), mem(Gp.RAX, 16)));
        evex("vbroadcastss zmm1,DWORD PTR [rax+0x8]", a -> a.vbroadcastss(zmm(1), mem(Gp.RAX, 8)));
        evex("vpbroadcastd zmm1,DWORD PTR [rax+0x4]", a -> a.vpbroadcastd(zmm(1), mem(Gp.RAX, 4)));
        vex("vpbroadcastd ymm1,DWORD PTR [rax+0x4]", a -> a.vpbroadcastd(ymm(1), mem(Gp.RAX, 4)));
        vex("vpbroadcastb ymm1,BYTE PTR [rax+0x3]", a -> a.vpbroadcastb(ymm(1), mem(Gp.RAX, 3)));
        evex("vmovdqu32 ZMMWORD PTR [rdi+0x40],zmm20", a -> a.vmovdqu(mem(Gp.RDI, 64), zmm(20)));
        vex("vmovdqu YMMWORD PTR [rdi+0x20],ymm3", a -> a.vmovdqu(mem(Gp.RDI, 32), ymm(3)));
        vex("vmovd DWORD PTR [rdi+0x4],xmm3", a -> a.vmovd(mem(Gp.RDI, 4), xmm(3)));
        evex("vpslld zmm17,zmm3,0x8", a -> a.vpslld(zmm(17), zmm(3), 8));
        vex("vpsrld ymm1,ymm9,0x8", a -> a.vpsrld(ymm(1), ymm(9), 8));
        vex("vpsrad ymm12,ymm3,0x18", a -> a.vpsrad(ymm(12), ymm(3), 24));
        vex("vpsrlw ymm15,ymm3,0xf", a -> a.vpsrlw(ymm(15), ymm(3), 15));
        vex("vpcmpeqw ymm15,ymm15,ymm15", a -> a.vpcmpeqw(ymm(15), ymm(15), ymm(15)));
        vex("vpermq ymm1,ymm2,0x8", a -> a.vpermq(ymm(1), ymm(2), 8));
        evex("vrndscaleps zmm1,zmm2,0x0", a -> a.vroundps(zmm(1), zmm(2)));
        vex("vroundps ymm1,ymm2,0x0", a -> a.vroundps(ymm(1), ymm(2)));
        vex("vextracti128 XMMWORD PTR [rdi],ymm2,0x1", a -> a.vextracti128(mem(Gp.RDI, 0), ymm(2), 1));
        evex("vextracti32x4 XMMWORD PTR [rdi+0x10],zmm18,0x3", a -> a.vextracti128(mem(Gp.RDI, 16), zmm(18), 3));
        evex("vpmovswb YMMWORD PTR [rdi+0x20],zmm2", a -> a.vpmovswb(mem(Gp.RDI, 32), zmm(2)));
        evex("vpmovswb ymm4,zmm2", a -> a.vpmovswb(ymm(4), zmm(2)));
        evex("vpmovsdb XMMWORD PTR [rdi+0x10],zmm2", a -> a.vpmovsdb(mem(Gp.RDI, 16), zmm(2)));
        vex("vzeroupper", X86Assembler::vzeroupper);
        vex("vaddsd xmm1,xmm2,QWORD PTR [rax+rcx*8]", a -> a.vaddsd(xmm(1), xmm(2), mem(Gp.RAX, Gp.RCX, 8, 0)));
        evex("vmulsd xmm17,xmm2,xmm3", a -> a.vmulsd(xmm(17), xmm(2), xmm(3)));
        evex("{evex} vdivsd xmm1,xmm2,QWORD PTR [r9+0x8]", a -> a.vdivsd(xmm(1), xmm(2), mem(Gp.R9, 8)));
        vex("vminsd xmm1,xmm2,xmm3", a -> a.vminsd(xmm(1), xmm(2), xmm(3)));
        vex("vmaxsd xmm1,xmm2,xmm3", a -> a.vmaxsd(xmm(1), xmm(2), xmm(3)));
        vex("vmovsd xmm9,QWORD PTR [r13+0x0]", a -> a.vmovsd(xmm(9), mem(Gp.R13, 0)));
        vex("vcvtsd2si r10d,xmm3", a -> a.vcvtsd2si(Gp.R10, xmm(3)));
        evex("{evex} vcvtsd2si eax,xmm3", a -> a.vcvtsd2si(Gp.RAX, xmm(3)));
        evex("vmovq QWORD PTR [rdi+0x8],xmm20", a -> a.vmovq(mem(Gp.RDI, 8), xmm(20)));
        vex("vmovq QWORD PTR [rdi+0x8],xmm2", a -> a.vmovq(mem(Gp.RDI, 8), xmm(2)));
    }

    private void general() {
        vex("mov r12,rdi", a -> a.mov(Gp.R12, Gp.RDI));
        vex("mov r11d,0x12345", a -> a.mov(Gp.R11, 0x12345));
        vex("mov rax,QWORD PTR [r13+0x0]", a -> a.mov(Gp.RAX, mem(Gp.R13, 0)));
        vex("mov QWORD PTR [rsp+0x8],r9", a -> a.mov(mem(Gp.RSP, 8), Gp.R9));
        vex("lea rdi,[r12+rcx*2-0x7f]", a -> a.lea(Gp.RDI, mem(Gp.R12, Gp.RCX, 2, -127)));
        vex("lea r8,[rbp+0x12345]", a -> a.lea(Gp.R8, mem(Gp.RBP, 0x12345)));
        vex("add r10,0x7f", a -> a.add(Gp.R10, 127));
        vex("add rdi,0xffffffffffffff00", a -> a.add(Gp.RDI, -256));
        vex("and rsp,0xffffffffffffffc0", a -> a.and(Gp.RSP, -64));
        vex("cmp rbx,0x1000", a -> a.cmp(Gp.RBX, 4096));
        vex("dec r11", a -> a.dec(Gp.R11));
        vex("push r12", a -> a.push(Gp.R12));
        vex("push rbx", a -> a.push(Gp.RBX));
        vex("pop r15", a -> a.pop(Gp.R15));
        vex("ret", X86Assembler::ret);
        vex("movzx r10d,BYTE PTR [rsi+rax*1+0x3]", a -> a.movzx(Gp.R10, mem(Gp.RSI, Gp.RAX, 1, 3)));
        vex("prefetcht1 BYTE PTR [rcx+0x40]", a -> a.prefetcht1(mem(Gp.RCX, 64)));
        vex("prefetcht1 BYTE PTR [r14]", a -> a.prefetcht1(mem(Gp.R14, 0)));
        vex("movsxd r11,DWORD PTR [r14+0x10]", a -> a.movsxd(Gp.R11, mem(Gp.R14, 16)));
        vex("mov BYTE PTR [rdi+0x5],sil", a -> a.movb(mem(Gp.RDI, 5), Gp.RSI));
        vex("mov eax,DWORD PTR [r12]", a -> a.movd(Gp.RAX, mem(Gp.R12, 0)));
        vex("mov DWORD PTR [r8+0xc],edx", a -> a.movd(mem(Gp.R8, 12), Gp.RDX));
        vex("add r8,rcx", a -> a.add(Gp.R8, Gp.RCX));
        vex("sub rax,r9", a -> a.sub(Gp.RAX, Gp.R9));
        vex("or rax,rdx", a -> a.or(Gp.RAX, Gp.RDX));
        vex("shl rdx,0x20", a -> a.shl(Gp.RDX, 32));
        vex("movsx r10,BYTE PTR [rsi+0x3]", a -> a.movsx(Gp.R10, mem(Gp.RSI, 3)));
        vex("cmp r8,rcx", a -> a.cmp(Gp.R8, Gp.RCX));
        vex("cmovl r8,rcx", a -> a.cmovl(Gp.R8, Gp.RCX));
        vex("cpuid", X86Assembler::cpuid);
        vex("xgetbv", X86Assembler::xgetbv);
        vex("call r11", a -> a.call(Gp.R11));
    }

    @Test
    void encodesWhatTheDisassemblerReads() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/objdump")), "objdump (package binutils) is not installed");
        arithmetic();
        doubles();
        conversions();
        general();
        var code = new CodeBuffer();
        for (var form : forms) {
            form.emit().accept(new X86Assembler(code, form.encoding()));
        }
        assertThat(disassemble(code.toBytes()))
                .containsExactlyElementsOf(forms.stream().map(Form::expected).toList());
    }

    @Test
    void jumpsBothWays() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/objdump")), "objdump (package binutils) is not installed");
        var code = new CodeBuffer();
        var a = new X86Assembler(code, X86Assembler.Encoding.VEX);
        var end = a.newLabel();
        a.jmp(end).loop(Gp.RBX, 3, a::vzeroupper).bind(end).ret();
        assertThat(disassemble(code.toBytes()))
                .containsExactly("jmp 0x16", "mov ebx,0x3", "vzeroupper", "dec rbx", "jne 0xa", "ret");
    }

    private List<String> disassemble(byte[] code) throws IOException, InterruptedException {
        var file = Files.write(directory.resolve("code.bin"), code);
        var process = new ProcessBuilder(
                        "/usr/bin/objdump",
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
        assertThat(process.waitFor()).as(text).isZero();
        return text.lines()
                .filter(line -> line.matches("\\s+[0-9a-f]+:\\s.*"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip().replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void refusesWhatVexCannotSay() {
        var a = new X86Assembler(new CodeBuffer(), X86Assembler.Encoding.VEX);
        assertThatThrownBy(() -> a.vpaddd(ymm(16), ymm(0), ymm(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("VEX encodes neither 512 bits, registers above 15 nor embedded broadcast");
        assertThatThrownBy(() -> a.vpmovsdb(xmm(1), ymm(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vpmovsdb exists only in EVEX encoding");
    }

    @Test
    void refusesALabelThatIsNeverBound() {
        var code = new CodeBuffer();
        var a = new X86Assembler(code, X86Assembler.Encoding.VEX);
        a.jmp(a.newLabel());
        assertThatThrownBy(code::toBytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("label is not bound");
    }
}
