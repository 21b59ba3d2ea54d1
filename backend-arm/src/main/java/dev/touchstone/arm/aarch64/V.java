package dev.touchstone.arm.aarch64;

/**
 * A vector register, as an instruction sees it.
 *
 * @param number 0 to 31
 */
public record V(int number, Arrangement arrangement) {
    public V {
        if (number < 0 || number > 31) {
            throw new IllegalArgumentException("vector register " + number + " is outside 0..31");
        }
    }

    public static V b8(int number) {
        return new V(number, Arrangement.B8);
    }

    public static V b16(int number) {
        return new V(number, Arrangement.B16);
    }

    public static V h4(int number) {
        return new V(number, Arrangement.H4);
    }

    public static V h8(int number) {
        return new V(number, Arrangement.H8);
    }

    public static V s2(int number) {
        return new V(number, Arrangement.S2);
    }

    public static V s4(int number) {
        return new V(number, Arrangement.S4);
    }

    public static V d2(int number) {
        return new V(number, Arrangement.D2);
    }

    @Override
    public String toString() {
        return "v" + number + "." + arrangement;
    }
}
