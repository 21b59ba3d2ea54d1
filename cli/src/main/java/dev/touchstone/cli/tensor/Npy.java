package dev.touchstone.cli.tensor;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's .npy files: versions 1 to 3 are read, version 1 is written; little-endian, C order; float32, int8, uint8,
 * int32, int64 and bool.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String KINDS =
            Arrays.stream(DataType.values()).map(t -> code(t) + " (" + t + ")").collect(Collectors.joining(", "));
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    private Npy() {}

    /** Whether a file's content begins as an .npy file does. */
    public static boolean recognises(byte[] file) {
        return file.length >= MAGIC.length && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * The tensor in a file's content.
     *
     * @param file for messages
     * @throws UserFileException if the content is none of the kinds above
     */
    public static Tensor read(Path file, byte[] bytes) {
        int version = bytes.length > 6 ? bytes[6] : 0;
        if (version < 1 || version > 3) {
            throw new UserFileException(file, "is .npy version " + version + "; expected 1, 2 or 3");
        }
        int lengthBytes = version == 1 ? 2 : 4;
        long start = 8L + lengthBytes + (bytes.length < 12 ? 0 : littleEndian(bytes, 8, lengthBytes));
        if (start > bytes.length) {
            throw new UserFileException(file, "ends within its header, after " + bytes.length + " bytes");
        }
        var header = new String(bytes, 8 + lengthBytes, (int) start - 8 - lengthBytes, StandardCharsets.ISO_8859_1);
        var type = type(file, header);
        if (bytes.length - start != type.bytes()) {
            throw new UserFileException(
                    file, type + " needs " + type.bytes() + " bytes after the header, found " + (bytes.length - start));
        }
        return LittleEndian.tensor(type, bytes, (int) start);
    }

    private static long littleEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[from + i] & 0xff);
        }
        return value;
    }

    private static TensorType type(Path file, String header) {
        var descr = field(file, header, DESCR, "descr");
        if (field(file, header, ORDER, "fortran_order").equals("True")) {
            throw new UserFileException(
                    file, "is stored in Fortran order; expected C order (save numpy.ascontiguousarray(x))");
        }
        return TensorType.of(dataType(file, descr), shape(file, field(file, header, SHAPE, "shape")));
    }

    private static String field(Path file, String header, Pattern pattern, String name) {
        var found = pattern.matcher(header);
        if (!found.find()) {
            throw new UserFileException(file, "has no " + name + " in its header: " + header.strip());
        }
        return found.group(1);
    }

    private static DataType dataType(Path file, String descr) {
        // Byte order means nothing for single bytes, so '<i1' is '|i1'.
        var name = descr.endsWith("1") ? descr.replace('<', '|') : descr;
        return Arrays.stream(DataType.values())
                .filter(t -> code(t).equals(name))
                .findFirst()
                .orElseThrow(() -> new UserFileException(
                        file,
                        "holds elements of type '" + descr + "'; expected one of " + KINDS + " (convert with astype)"));
    }

    private static String code(DataType type) {
        return switch (type) {
            case FLOAT32 -> "<f4";
            case INT8 -> "|i1";
            case UINT8 -> "|u1";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case BOOL -> "|b1";
        };
    }

    private static Shape shape(Path file, String tuple) {
        try {
            return Shape.of(Arrays.stream(tuple.split(","))
                    .map(String::strip)
                    .filter(e -> !e.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray());
        } catch (NumberFormatException | InvalidGraphException e) {
            throw new UserFileException(
                    file,
                    "has the shape (" + tuple + "); expected positive extents, all together at most "
                            + Shape.MAX_ELEMENTS + " elements",
                    e);
        }
    }

    /** The content of a file for a tensor; its quantization is not kept. */
    static byte[] bytes(Tensor tensor) {
        var extents = Arrays.stream(tensor.shape().toArray())
                .mapToObj(Integer::toString)
                .toList();
        var shape = extents.size() == 1 ? extents.getFirst() + "," : String.join(", ", extents);
        var dictionary = "{'descr': '" + code(tensor.type().dataType()) + "', 'fortran_order': False, 'shape': ("
                + shape + "), }";
        // The elements start at a multiple of 64, as NumPy itself writes.
        int unpadded = 10 + dictionary.length() + 1;
        var header = dictionary + " ".repeat((64 - unpadded % 64) % 64) + "\n";
        byte[] elements = LittleEndian.bytes(tensor);
        var out = Arrays.copyOf(MAGIC, 10 + header.length() + elements.length);
        out[6] = 1;
        out[8] = (byte) header.length();
        out[9] = (byte) (header.length() >> 8);
        System.arraycopy(header.getBytes(StandardCharsets.US_ASCII), 0, out, 10, header.length());
        System.arraycopy(elements, 0, out, 10 + header.length(), elements.length);
        return out;
    }

    /** Writes a file, replacing one of the same name. */
    public static void write(Path file, Tensor tensor) {
        try {
            Files.write(file, bytes(tensor));
        } catch (IOException e) {
            throw new UserFileException(file, "cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
