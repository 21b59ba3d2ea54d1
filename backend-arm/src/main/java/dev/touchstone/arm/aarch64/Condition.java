package dev.touchstone.arm.aarch64;

/** What a conditional instruction asks of the flags. */
public enum Condition {
    EQ(0),
    NE(1),
    GE(10),
    LT(11),
    GT(12),
    LE(13);

    private final int code;

    Condition(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
