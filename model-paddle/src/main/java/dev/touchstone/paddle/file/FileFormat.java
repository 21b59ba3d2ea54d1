package dev.touchstone.paddle.file;

import dev.touchstone.paddle.source.ByteSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a file is, judged by its first bytes and size, never by its name. A guess good enough for messages and for the
 * choice of a reader; only the reader finds out whether the rest is in order.
 */
public enum FileFormat {
    /** A program in the format of framework.proto: {@code __model__}, {@code *.pdmodel}. */
    PROGRAM("a Paddle program"),
    /** One stored parameter or many: {@code __params__}, {@code *.pdiparams}. */
    PARAMETERS("a Paddle parameter file"),
    /** What Paddle Lite's {@code opt} writes, program and parameters in one. */
    LITE_NB("a Paddle Lite model (.nb)"),
    /** What Paddle Lite wrote before version 2.3, parameters in further files. */
    LITE_NAIVE("a Paddle Lite program of a version before 2.3 (__model__.nb)"),
    /** A program of Paddle 3 in JSON. */
    PIR_JSON("a Paddle 3 program in JSON"),
    /** ONNX. */
    ONNX("an ONNX model"),
    /** TensorFlow Lite. */
    TFLITE("a TensorFlow Lite model"),
    /** What Rockchip's tool kit writes. */
    RKNN("an RKNN model"),
    /** A zip archive; PyTorch's files are some, too. */
    ZIP("a zip archive"),
    /** A gzip archive, perhaps of a tar archive. */
    GZIP("a gzip archive"),
    /** HDF5, as Keras writes. */
    HDF5("an HDF5 file"),
    /** No byte at all. */
    EMPTY("empty"),
    /** None of these. */
    UNKNOWN("in no known format");

    private static final int HEAD_BYTES = 64;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String what;

    FileFormat(String what) {
        this.what = what;
    }

    /** Completes the sentence "this file is ...". */
    public String what() {
        return what;
    }

    /** True for formats of Paddle's family, whether or not they can be read. */
    public boolean isPaddle() {
        return switch (this) {
            case PROGRAM, PARAMETERS, LITE_NB, LITE_NAIVE, PIR_JSON -> true;
            case ONNX, TFLITE, RKNN, ZIP, GZIP, HDF5, EMPTY, UNKNOWN -> false;
        };
    }

    /** Judges a source; never throws for odd content. */
    static FileFormat of(ByteSource source) {
        long size = source.size();
        var head = source.piece(0, (int) Math.min(size, HEAD_BYTES));
        if (size == 0) {
            return EMPTY;
        }
        // Magic numbers first: none of them can begin a program.
        if (startsWith(head, 0, "PK\3\4")) {
            return ZIP;
        }
        if (startsWith(head, 0, "RKNN")) {
            return RKNN;
        }
        if (startsWith(head, 4, "TFL3")) {
            return TFLITE;
        }
        if (startsWith(head, 1, "HDF\r\n")) {
            return HDF5;
        }
        if (startsWith(head, 0, "\u001f\u008b")) {
            return GZIP;
        }
        if (startsWith(head, 0, "{")) {
            return PIR_JSON;
        }
        if (isProgram(head, size)) {
            return PROGRAM;
        }
        if (isParameters(head)) {
            return PARAMETERS;
        }
        if (isLiteNb(head, size)) {
            return LITE_NB;
        }
        if (isLiteNaive(head)) {
            return LITE_NAIVE;
        }
        return isOnnx(head) ? ONNX : UNKNOWN;
    }

    /** Field 1, a block that fits, in which the first field is one of a block's. */
    private static boolean isProgram(MemorySegment head, long size) {
        if (byteAt(head, 0) != 0x0a) {
            return false;
        }
        long length = 0;
        int at = 1;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = byteAt(head, at++);
            length |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                break;
            }
        }
        int first = byteAt(head, at);
        return length > 0
                && length <= size - at
                && (first == 0x08 || first == 0x10 || first == 0x1a || first == 0x22 || first == 0x28);
    }

    /** Versions 0, few levels of detail, a short description that begins with its data type. */
    private static boolean isParameters(MemorySegment head) {
        if (head.byteSize() < 21 || head.get(INT, 0) != 0) {
            return false;
        }
        long levels = head.get(LONG, 4);
        if (levels == 0) {
            return head.get(INT, 12) == 0 && head.get(INT, 16) > 0 && byteAt(head, 20) == 0x08;
        }
        return levels > 0 && levels <= 16;
    }

    /** Meta version, the version of opt in printable characters, a topology that fits. */
    private static boolean isLiteNb(MemorySegment head, long size) {
        if (head.byteSize() < 26 || head.get(SHORT, 0) < 0 || head.get(SHORT, 0) > 2 || byteAt(head, 2) == 0) {
            return false;
        }
        for (int i = 2; i < 18 && byteAt(head, i) != 0; i++) {
            if (byteAt(head, i) < ' ' || byteAt(head, i) > '~') {
                return false;
            }
        }
        long topology = head.get(LONG, 18);
        return topology >= 0 && topology <= size - 26;
    }

    /** One block of index 0 without a parent. */
    private static boolean isLiteNaive(MemorySegment head) {
        return head.byteSize() >= 16 && head.get(LONG, 0) == 1 && head.get(INT, 8) == 0 && head.get(INT, 12) == -1;
    }

    /** Field 1 is the version, at least 3; then any other of a ModelProto's. */
    private static boolean isOnnx(MemorySegment head) {
        int version = byteAt(head, 1);
        int next = byteAt(head, 2);
        return byteAt(head, 0) == 0x08
                && version >= 3
                && version < 0x20
                && (next & 7) == 2
                && next >> 3 >= 2
                && next >> 3 <= 8;
    }

    private static boolean startsWith(MemorySegment head, int offset, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        return head.byteSize() >= offset + expected.length
                && head.asSlice(offset, expected.length).mismatch(MemorySegment.ofArray(expected)) < 0;
    }

    /** The byte as 0..255; 0 behind the end. */
    private static int byteAt(MemorySegment head, int offset) {
        return offset < head.byteSize() ? Byte.toUnsignedInt(head.get(ValueLayout.JAVA_BYTE, offset)) : 0;
    }
}
