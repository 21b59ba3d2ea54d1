package dev.touchstone.paddle.lowering;

import dev.touchstone.tensor.DataType;
import java.util.Map;
import java.util.Optional;

/** Paddle's numbers of element types. */
final class ElementTypes {
    static final int INT32 = 2;
    static final int INT64 = 3;
    static final int FLOAT32 = 5;

    private static final Map<Integer, DataType> TYPES = Map.of(
            0,
            DataType.BOOL,
            INT32,
            DataType.INT32,
            INT64,
            DataType.INT64,
            FLOAT32,
            DataType.FLOAT32,
            20,
            DataType.UINT8,
            21,
            DataType.INT8);

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0, "BOOL"),
            Map.entry(1, "INT16"),
            Map.entry(INT32, "INT32"),
            Map.entry(INT64, "INT64"),
            Map.entry(4, "FP16"),
            Map.entry(FLOAT32, "FP32"),
            Map.entry(6, "FP64"),
            Map.entry(20, "UINT8"),
            Map.entry(21, "INT8"),
            Map.entry(22, "BF16"),
            Map.entry(23, "COMPLEX64"),
            Map.entry(24, "COMPLEX128"));

    static final String SUPPORTED = "BOOL (0), INT32 (2), INT64 (3), FP32 (5), UINT8 (20) or INT8 (21)";

    private ElementTypes() {}

    static Optional<DataType> of(long code) {
        return code < 0 || code > 255 ? Optional.empty() : Optional.ofNullable(TYPES.get((int) code));
    }

    /** Real numbers of another width, which float32 stands in for. */
    static boolean isWiderOrNarrowerFloat(long code) {
        return code == 4 || code == 6 || code == 22;
    }

    /** {@code FP64 (6)}. */
    static String describe(long code) {
        var name = code < 0 || code > 255 ? null : NAMES.get((int) code);
        return (name == null ? "type number" : name) + " (" + code + ")";
    }
}
