package dev.touchstone.arm.x86;

/** A 64-bit general-purpose register. */
public enum Gp {
    RAX(0),
    RCX(1),
    RDX(2),
    RBX(3),
    RSP(4),
    RBP(5),
    RSI(6),
    RDI(7),
    R8(8),
    R9(9),
    R10(10),
    R11(11),
    R12(12),
    R13(13),
    R14(14),
    R15(15);

    private final int number;

    Gp(int number) {
        this.number = number;
    }

    /** The low three bits of the number: they go into ModRM and SIB. */
    int low() {
        return number & 7;
    }

    /** The fourth bit of the number: it goes into a prefix. */
    int high() {
        return number >> 3;
    }
}
