package dev.touchstone.arm.x86;

import dev.touchstone.arm.x86.Opcode.Tuple;

/** Encodings of vector instructions, from the manual's volume 2. */
final class Opcodes {
    static final Opcode VPDPBUSD = new Opcode(2, 1, 0, 0x50, Tuple.FULL);
    static final Opcode VPMADDUBSW = new Opcode(2, 1, 0, 0x04, Tuple.FULL);
    static final Opcode VPMADDWD = new Opcode(1, 1, 0, 0xF5, Tuple.FULL);
    static final Opcode VPADDD = new Opcode(1, 1, 0, 0xFE, Tuple.FULL);
    static final Opcode VPSUBD = new Opcode(1, 1, 0, 0xFA, Tuple.FULL);
    static final Opcode VPADDW = new Opcode(1, 1, 0, 0xFD, Tuple.FULL);
    static final Opcode VPMULLD = new Opcode(2, 1, 0, 0x40, Tuple.FULL);
    static final Opcode VPXOR = new Opcode(1, 1, 0, 0xEF, Tuple.FULL);
    static final Opcode VPOR = new Opcode(1, 1, 0, 0xEB, Tuple.FULL);
    static final Opcode VPAND = new Opcode(1, 1, 0, 0xDB, Tuple.FULL);
    static final Opcode VMULPS = new Opcode(1, 0, 0, 0x59, Tuple.FULL);
    static final Opcode VADDPS = new Opcode(1, 0, 0, 0x58, Tuple.FULL);
    static final Opcode VSUBPS = new Opcode(1, 0, 0, 0x5C, Tuple.FULL);
    static final Opcode VDIVPS = new Opcode(1, 0, 0, 0x5E, Tuple.FULL);
    static final Opcode VMAXPS = new Opcode(1, 0, 0, 0x5F, Tuple.FULL);
    static final Opcode VMINPS = new Opcode(1, 0, 0, 0x5D, Tuple.FULL);
    static final Opcode VFMADD231PS = new Opcode(2, 1, 0, 0xB8, Tuple.FULL);
    static final Opcode VPACKSSDW = new Opcode(1, 1, 0, 0x6B, Tuple.FULL);
    static final Opcode VPACKSSWB = new Opcode(1, 1, 0, 0x63, Tuple.FULL);
    static final Opcode VPMAXSB = new Opcode(2, 1, 0, 0x3C, Tuple.FULL);
    static final Opcode VPMINSB = new Opcode(2, 1, 0, 0x38, Tuple.FULL);
    static final Opcode VPMAXUB = new Opcode(1, 1, 0, 0xDE, Tuple.FULL);
    static final Opcode VPMINUB = new Opcode(1, 1, 0, 0xDA, Tuple.FULL);
    static final Opcode VPMAXSD = new Opcode(2, 1, 0, 0x3D, Tuple.FULL);
    static final Opcode VPMINSD = new Opcode(2, 1, 0, 0x39, Tuple.FULL);
    static final Opcode VPUNPCKLBW = new Opcode(1, 1, 0, 0x60, Tuple.FULL);
    static final Opcode VPUNPCKHBW = new Opcode(1, 1, 0, 0x68, Tuple.FULL);
    static final Opcode VPUNPCKLWD = new Opcode(1, 1, 0, 0x61, Tuple.FULL);
    static final Opcode VPUNPCKHWD = new Opcode(1, 1, 0, 0x69, Tuple.FULL);
    static final Opcode VPSHUFB = new Opcode(2, 1, 0, 0x00, Tuple.FULL);
    static final Opcode VPERMD = new Opcode(2, 1, 0, 0x36, Tuple.FULL);
    static final Opcode VCVTDQ2PS = new Opcode(1, 0, 0, 0x5B, Tuple.FULL);
    static final Opcode VCVTPS2DQ = new Opcode(1, 1, 0, 0x5B, Tuple.FULL);
    static final Opcode VPMOVSXBD = new Opcode(2, 1, 0, 0x21, Tuple.QUARTER);
    static final Opcode VPMOVZXBD = new Opcode(2, 1, 0, 0x31, Tuple.QUARTER);
    static final Opcode VPMOVSXBW = new Opcode(2, 1, 0, 0x20, Tuple.HALF);
    static final Opcode VPMOVZXBW = new Opcode(2, 1, 0, 0x30, Tuple.HALF);
    static final Opcode VPABSB = new Opcode(2, 1, 0, 0x1C, Tuple.FULL);
    static final Opcode VBROADCASTSS = new Opcode(2, 1, 0, 0x18, Tuple.DWORD);
    static final Opcode VPBROADCASTD = new Opcode(2, 1, 0, 0x58, Tuple.DWORD);
    static final Opcode VPBROADCASTB = new Opcode(2, 1, 0, 0x78, Tuple.BYTE);
    static final Opcode VMOVDQU_LOAD = new Opcode(1, 2, 0, 0x6F, Tuple.FULL);
    static final Opcode VMOVDQU_STORE = new Opcode(1, 2, 0, 0x7F, Tuple.FULL);
    static final Opcode VMOVD_STORE = new Opcode(1, 1, 0, 0x7E, Tuple.DWORD);
    static final Opcode VPSIGNB = new Opcode(2, 1, 0, 0x08, Tuple.FULL);
    static final Opcode VPCMPEQW = new Opcode(1, 1, 0, 0x75, Tuple.FULL);
    static final Opcode VPSHIFTW = new Opcode(1, 1, 0, 0x71, Tuple.FULL);
    static final Opcode VPSHIFTD = new Opcode(1, 1, 0, 0x72, Tuple.FULL);
    static final Opcode VPERMQ = new Opcode(3, 1, 1, 0x00, Tuple.FULL);
    static final Opcode VRNDSCALEPS = new Opcode(3, 1, 0, 0x08, Tuple.FULL);
    static final Opcode VEXTRACTI128 = new Opcode(3, 1, 0, 0x39, Tuple.XMM);
    static final Opcode VPMOVSWB = new Opcode(2, 2, 0, 0x20, Tuple.HALF);
    static final Opcode VPMOVSDB = new Opcode(2, 2, 0, 0x21, Tuple.QUARTER);
    static final Opcode VADDSD = new Opcode(1, 3, 0, 0x58, Tuple.QWORD);
    static final Opcode VMULSD = new Opcode(1, 3, 0, 0x59, Tuple.QWORD);
    static final Opcode VDIVSD = new Opcode(1, 3, 0, 0x5E, Tuple.QWORD);
    static final Opcode VMINSD = new Opcode(1, 3, 0, 0x5D, Tuple.QWORD);
    static final Opcode VMAXSD = new Opcode(1, 3, 0, 0x5F, Tuple.QWORD);
    static final Opcode VMOVSD_LOAD = new Opcode(1, 3, 0, 0x10, Tuple.QWORD);
    static final Opcode VCVTSD2SI = new Opcode(1, 3, 0, 0x2D, Tuple.QWORD);
    static final Opcode VMOVQ_STORE = new Opcode(1, 1, 1, 0xD6, Tuple.QWORD);
    static final Opcode VPERMI2B = new Opcode(2, 1, 0, 0x75, Tuple.FULL);

    private Opcodes() {}
}
