package dev.touchstone.cli.tensor;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntToDoubleFunction;

/**
 * What can be said of a tensor in one line.
 *
 * @param min smallest element; NaN if any is NaN
 * @param mean of all elements, summed in double
 * @param max largest element; NaN if any is NaN
 * @param sha256 of the elements as little-endian bytes in row-major order, in hexadecimal: of what an .npy file holds
 *     after its header
 */
public record TensorSummary(double min, double mean, double max, String sha256) {
    /** Loads what the first summary would wait for. */
    public static void prepare() {
        of(Tensor.of(new float[] {0}, 1));
    }

    /** Reads every element once or twice. Integers count as they are stored, whatever their scale. */
    public static TensorSummary of(Tensor tensor) {
        var element = elements(tensor.isWholeArray() ? tensor : tensor.copy());
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int n = tensor.shape().elements();
        for (int i = 0; i < n; i++) {
            double value = element.applyAsDouble(i);
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
        }
        return new TensorSummary(min, sum / n, max, sha256(LittleEndian.bytes(tensor)));
    }

    private static IntToDoubleFunction elements(Tensor tensor) {
        return switch (tensor.type().dataType()) {
            case FLOAT32 -> {
                float[] values = tensor.floats();
                yield i -> values[i];
            }
            case INT8, UINT8, BOOL -> {
                byte[] values = tensor.bytes();
                int mask = tensor.type().dataType() == DataType.INT8 ? -1 : 0xff;
                yield i -> values[i] & mask;
            }
            case INT32 -> {
                int[] values = tensor.ints();
                yield i -> values[i];
            }
            case INT64 -> {
                long[] values = tensor.longs();
                yield i -> values[i];
            }
        };
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
