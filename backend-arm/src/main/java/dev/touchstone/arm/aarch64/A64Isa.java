package dev.touchstone.arm.aarch64;

/** The instruction sets of AArch64 that there is a code generator for, best first. */
public enum A64Isa {
    /** ARMv8.2 with dot products: four products of bytes for each of four outputs in an instruction. */
    SDOT("sdot"),
    /** ARMv8.0: sixteen products in two instructions, added in a third. */
    NEON("neon");

    private static final int ASIMD = 1;
    private static final int ASIMDDP = 20;

    private final String option;

    A64Isa(String option) {
        this.option = option;
    }

    /** Its name in options and listings. */
    public String option() {
        return option;
    }

    /** Whether a processor has it, by what Linux calls {@code AT_HWCAP}. */
    public boolean availableOn(long capabilities) {
        return (capabilities >> (this == SDOT ? ASIMDDP : ASIMD) & 1) == 1;
    }
}
