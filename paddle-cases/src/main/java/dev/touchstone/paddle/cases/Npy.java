package dev.touchstone.paddle.cases;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Reads NumPy's .npy files, format 1.0, C order, little-endian. */
public final class Npy {
    private static final int PREFIX = 10;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr': '[<|]([a-z])(\\d)'");
    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

    private Npy() {}

    /**
     * A copy of the tensor in a file.
     *
     * @throws IllegalArgumentException if the file is of another kind
     */
    public static Tensor read(byte[] file) {
        int length = (file[8] & 0xff) | (file[9] & 0xff) << 8;
        var header = new String(file, PREFIX, length, StandardCharsets.ISO_8859_1);
        var description = DESCRIPTION.matcher(header);
        var shape = SHAPE.matcher(header);
        if (!description.find() || !shape.find() || !header.contains("'fortran_order': False")) {
            throw new IllegalArgumentException("not a plain .npy file: " + header);
        }
        var extents = Arrays.stream(shape.group(1).split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        var type = TensorType.of(type(description.group(1) + description.group(2)), Shape.of(extents));
        var view = Tensor.wrap(MemorySegment.ofArray(file).asSlice(PREFIX + length, type.bytes()), type);
        return view.copy();
    }

    private static DataType type(String code) {
        return switch (code) {
            case "f4" -> DataType.FLOAT32;
            case "i1" -> DataType.INT8;
            case "u1" -> DataType.UINT8;
            case "i4" -> DataType.INT32;
            case "i8" -> DataType.INT64;
            case "b1" -> DataType.BOOL;
            default -> throw new IllegalArgumentException("element type " + code);
        };
    }
}
