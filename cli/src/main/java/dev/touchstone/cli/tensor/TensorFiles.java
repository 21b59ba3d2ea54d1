package dev.touchstone.cli.tensor;

import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a tensor for one input of a model from a file: .npy, or the bare elements. */
public final class TensorFiles {
    private TensorFiles() {}

    /** The shape that an .npy file states; empty for files of bare elements. */
    public static Optional<Shape> shape(Path file) {
        byte[] bytes = bytes(file);
        return Npy.recognises(bytes) ? Optional.of(Npy.read(file, bytes).shape()) : Optional.empty();
    }

    /**
     * The tensor in a file.
     *
     * @param type what the input takes
     * @throws UserFileException if the file holds anything else
     */
    public static Tensor read(Path file, TensorType type) {
        byte[] bytes = bytes(file);
        if (Npy.recognises(bytes)) {
            var tensor = Npy.read(file, bytes);
            if (tensor.type().dataType() != type.dataType() || !tensor.shape().equals(type.shape())) {
                throw new UserFileException(file, "holds " + tensor.type() + "; the input takes " + type);
            }
            return tensor.as(type);
        }
        if (bytes.length != type.bytes()) {
            throw new UserFileException(
                    file,
                    "is no .npy file, and as bare little-endian " + type + " it would have " + type.bytes()
                            + " bytes, not " + bytes.length);
        }
        return LittleEndian.tensor(type, bytes, 0);
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (Files.isDirectory(file)) {
                throw new UserFileException(file, "is a directory; give an .npy or raw file");
            }
            if (size > Shape.MAX_ELEMENTS) {
                throw new UserFileException(
                        file, "has " + size + " bytes; a tensor file may have " + Shape.MAX_ELEMENTS + " at most");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UserFileException(file, "no such file", e);
        } catch (IOException e) {
            throw new UserFileException(file, "cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
