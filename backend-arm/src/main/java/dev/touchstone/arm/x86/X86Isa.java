package dev.touchstone.arm.x86;

import java.util.function.Predicate;

/** The instruction sets of x86-64 that there is a code generator for, best first. */
public enum X86Isa {
    /** 512-bit vectors, four products at a time. */
    AVX512_VNNI("avx512vnni", X86Assembler.Encoding.EVEX, 512, CpuFeatures::avx512Vnni),
    /** 256-bit vectors, four products at a time, in VEX encoding. */
    AVX_VNNI("avxvnni", X86Assembler.Encoding.VEX, 256, f -> f.avx2() && f.avxVnni()),
    /** The same code in EVEX encoding, for processors that have only that. */
    AVX512VL_VNNI("avx512vlvnni", X86Assembler.Encoding.EVEX, 256, CpuFeatures::avx512Vnni),
    /** 256-bit vectors, two products at a time. */
    AVX2("avx2", X86Assembler.Encoding.VEX, 256, CpuFeatures::avx2);

    private final String option;
    private final X86Assembler.Encoding encoding;
    private final int bits;
    private final Predicate<CpuFeatures> available;

    X86Isa(String option, X86Assembler.Encoding encoding, int bits, Predicate<CpuFeatures> available) {
        this.option = option;
        this.encoding = encoding;
        this.bits = bits;
        this.available = available;
    }

    /** Its name in options and listings. */
    public String option() {
        return option;
    }

    /** Whether a processor has it. */
    public boolean availableOn(CpuFeatures features) {
        return available.test(features);
    }

    /** Whether it has {@code vpdpbusd}. */
    boolean hasVnni() {
        return this != AVX2;
    }

    X86Assembler.Encoding encoding() {
        return encoding;
    }

    int bits() {
        return bits;
    }
}
