package dev.touchstone.arm.x86;

import org.jspecify.annotations.Nullable;

/**
 * A memory operand {@code [base + index * scale + displacement]}.
 *
 * @param index not RSP, which encodes "none"
 * @param scale 1, 2, 4 or 8
 */
public record Mem(Gp base, @Nullable Gp index, int scale, int displacement) implements VectorOperand {
    public Mem {
        if (index == Gp.RSP) {
            throw new IllegalArgumentException("rsp cannot be an index");
        }
        if (scale != 1 && scale != 2 && scale != 4 && scale != 8) {
            throw new IllegalArgumentException("scale is " + scale + "; expected 1, 2, 4 or 8");
        }
    }

    public static Mem mem(Gp base, int displacement) {
        return new Mem(base, null, 1, displacement);
    }

    public static Mem mem(Gp base, Gp index, int scale, int displacement) {
        return new Mem(base, index, scale, displacement);
    }
}
