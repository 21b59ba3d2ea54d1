package dev.touchstone.arm.machine;

/** Which channel of a block stands in which dword, so that narrowing needs no permutation. */
public final class ChannelOrder {
    private ChannelOrder() {}

    /** The channel of dword {@code e} in vector {@code j} of a block of {@code vectors}; blocks of 8 are two of 4. */
    public static int channel(int vectors, int lanes, int j, int e) {
        return switch (vectors) {
            case 1 -> e;
            case 2 -> 8 * (e / 4) + 4 * j + e % 4;
            case 4 -> 16 * (e / 4) + 4 * j + e % 4;
            default -> j / 4 * 4 * lanes + channel(4, lanes, j % 4, e);
        };
    }
}
