package dev.touchstone.arm.aarch64;

/**
 * The low end of a vector register, as loads, stores and scalar arithmetic see it.
 *
 * @param number 0 to 31
 * @param bytes 4, 8 or 16
 */
public record Scalar(int number, int bytes) {
    public Scalar {
        if (number < 0 || number > 31) {
            throw new IllegalArgumentException("vector register " + number + " is outside 0..31");
        }
        if (bytes != 4 && bytes != 8 && bytes != 16) {
            throw new IllegalArgumentException("scalar of " + bytes + " bytes; expected 4, 8 or 16");
        }
    }

    public static Scalar s(int number) {
        return new Scalar(number, 4);
    }

    public static Scalar d(int number) {
        return new Scalar(number, 8);
    }

    public static Scalar q(int number) {
        return new Scalar(number, 16);
    }

    @Override
    public String toString() {
        return (bytes == 4 ? "s" : bytes == 8 ? "d" : "q") + number;
    }
}
