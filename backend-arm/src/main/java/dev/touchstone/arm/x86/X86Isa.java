package dev.touchstone.arm.x86;

/** The instruction sets of x86-64 that there is a code generator for, best first. */
public enum X86Isa {
    /** 512-bit vectors, four products at a time. */
    AVX512_VNNI("avx512vnni", X86Assembler.Encoding.EVEX, 512),
    /** 256-bit vectors, four products at a time, in VEX encoding. */
    AVX_VNNI("avxvnni", X86Assembler.Encoding.VEX, 256),
    /** The same code in EVEX encoding, for processors that have only that. */
    AVX512VL_VNNI("avx512vlvnni", X86Assembler.Encoding.EVEX, 256),
    /** 256-bit vectors, two products at a time. */
    AVX2("avx2", X86Assembler.Encoding.VEX, 256);

    private final String option;
    private final X86Assembler.Encoding encoding;
    private final int bits;

    X86Isa(String option, X86Assembler.Encoding encoding, int bits) {
        this.option = option;
        this.encoding = encoding;
        this.bits = bits;
    }

    /** Its name in options and listings. */
    public String option() {
        return option;
    }

    /** Whether a processor has it. */
    public boolean availableOn(CpuFeatures features) {
        return switch (this) {
            case AVX512_VNNI, AVX512VL_VNNI -> features.avx512Vnni();
            case AVX_VNNI -> features.avxVnni();
            case AVX2 -> features.avx2();
        };
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
