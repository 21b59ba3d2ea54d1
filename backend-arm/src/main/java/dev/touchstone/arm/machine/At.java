package dev.touchstone.arm.machine;

/** Memory at a register plus a displacement in bytes. */
public record At(Reg base, int displacement) {
    /** The place. */
    public static At at(Reg base, int displacement) {
        return new At(base, displacement);
    }

    /** A place further on. */
    public At plus(int bytes) {
        return new At(base, displacement + bytes);
    }
}
