package dev.touchstone.arm.machine;

/** How int8 values stand in memory. */
public enum ByteForm {
    /** As they are. */
    SIGNED,
    /** As they are, and none is negative. */
    POSITIVE,
    /** Plus 128, unsigned. */
    OFFSET;

    /** The byte that stands for 0. */
    public int zero() {
        return this == OFFSET ? 128 : 0;
    }

    /** The number that a byte stands for. */
    public int value(byte stored) {
        return this == SIGNED ? stored : (stored & 255) - zero();
    }
}
