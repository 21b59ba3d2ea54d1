package dev.touchstone.arm.x86;

/**
 * A vector register.
 *
 * @param number 0 to 31; 16 and above only in EVEX encoding
 * @param bits 128, 256 or 512
 */
public record Vec(int number, int bits) implements VectorOperand {
    public Vec {
        if (number < 0 || number > 31) {
            throw new IllegalArgumentException("vector register " + number + " is outside 0..31");
        }
        if (bits != 128 && bits != 256 && bits != 512) {
            throw new IllegalArgumentException("vector of " + bits + " bits; expected 128, 256 or 512");
        }
    }

    public static Vec xmm(int number) {
        return new Vec(number, 128);
    }

    public static Vec ymm(int number) {
        return new Vec(number, 256);
    }

    public static Vec zmm(int number) {
        return new Vec(number, 512);
    }

    /** The part of this register with another width. */
    public Vec withBits(int width) {
        return new Vec(number, width);
    }

    public int bytes() {
        return bits / 8;
    }

    @Override
    public String toString() {
        return (bits == 128 ? "xmm" : bits == 256 ? "ymm" : "zmm") + number;
    }
}
