package dev.touchstone.tensor;

/** The type of one element. Multi-byte elements are little-endian in files and native-endian in memory. */
public enum DataType {
    /** IEEE 754 binary32. */
    FLOAT32(4),
    /** Signed; stands for real numbers if the type has a quantization. */
    INT8(1),
    /** Unsigned. */
    UINT8(1),
    /** Signed. */
    INT32(4),
    /** Signed. */
    INT64(8),
    /** 0 or 1. */
    BOOL(1);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The name in listings and messages: {@code float32}, {@code int8}, ... */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
