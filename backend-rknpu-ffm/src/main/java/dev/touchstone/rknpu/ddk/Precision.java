package dev.touchstone.rknpu.ddk;

/** {@code rk::nn::PrecisionType}: what one element of a tensor is, as far as this project uses it. */
public enum Precision {
    /** Signed byte. */
    INT8(1, 1),
    /** Signed integer of 32 bits. */
    INT32(3, 4),
    /** Unsigned byte. */
    UINT8(5, 1);

    private final int code;
    private final int bytes;

    Precision(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    int code() {
        return code;
    }

    /** Size of one element. */
    public int bytes() {
        return bytes;
    }
}
