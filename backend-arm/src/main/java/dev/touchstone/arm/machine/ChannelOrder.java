package dev.touchstone.arm.machine;

/** Which channel of a block stands in which dword, so that narrowing needs no permutation. */
public final class ChannelOrder {
    private ChannelOrder() {}

    /** The channel of dword {@code e} in vector {@code j} of a block of {@code vectors}. */
    public static int channel(int vectors, int lanes, int j, int e) {
        int size = together(vectors, j);
        int first = size == 1 ? j : j / size * size;
        return first * lanes + 4 * size * (e / 4) + 4 * (j - first) + e % 4;
    }

    /** How many vectors are narrowed together with vector {@code j}: fours, of what is left two, and one. */
    public static int together(int vectors, int j) {
        int left = vectors - j / 4 * 4;
        return left >= 4 ? 4 : left >= 2 && j % 4 < 2 ? 2 : 1;
    }
}
