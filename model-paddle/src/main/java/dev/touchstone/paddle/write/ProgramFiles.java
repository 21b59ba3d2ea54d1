package dev.touchstone.paddle.write;

import dev.touchstone.TouchstoneException;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a program and its parameters as files. A file appears under its name only when it is complete; existing files
 * of these names are replaced.
 */
public final class ProgramFiles {
    private ProgramFiles() {}

    /** A program file, and one file with all parameters. Directories are made as needed. */
    public static void combined(Program program, Path programFile, Path parameterFile) {
        write(programFile, out -> program(program, out));
        write(parameterFile, out -> parameters(program, out));
    }

    /** Appends what a program file holds. */
    public static void program(Program program, OutputStream out) throws IOException {
        out.write(ProgramEncoder.encode(program));
    }

    /** Appends what a file with all parameters holds. */
    public static void parameters(Program program, OutputStream out) throws IOException {
        for (var tensor : StoredParameters.of(program).values()) {
            ParameterEncoder.write(tensor, out);
        }
    }

    /**
     * A program file {@code __model__}, and beside it a file for each parameter, under its name. A slash in a name is a
     * sub-directory.
     *
     * @throws TouchstoneException if a name means a place outside the directory, or the program's own
     */
    public static void separate(Program program, Path directory) {
        var programFile = directory.resolve("__model__");
        for (var parameter : StoredParameters.of(program).entrySet()) {
            var file = inside(directory, parameter.getKey());
            if (file.equals(programFile)) {
                throw refused(parameter.getKey(), "is the name of the program file");
            }
            write(file, out -> ParameterEncoder.write(parameter.getValue(), out));
        }
        write(programFile, out -> program(program, out));
    }

    /** Appends the elements of a tensor, little-endian. */
    public static void elements(Tensor tensor, OutputStream out) throws IOException {
        ParameterEncoder.elements(tensor, out);
    }

    private static Path inside(Path directory, String parameter) {
        for (String part : parameter.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw refused(parameter, "does not name a file inside the directory");
            }
        }
        var file = directory.resolve(parameter);
        if (!file.normalize().startsWith(directory.normalize())) {
            throw refused(parameter, "leads out of the directory");
        }
        return file;
    }

    private static TouchstoneException refused(String parameter, String why) {
        return new TouchstoneException("parameter '" + parameter + "' cannot have a file of its own: the name " + why
                + "; write all parameters into one file");
    }

    /** Fills an output stream. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes one file.
     *
     * @throws TouchstoneException if that fails; the file then is as it was before
     */
    public static void write(Path file, Content content) {
        try {
            var absolute = file.toAbsolutePath();
            var directory = absolute.getParent();
            if (directory == null) {
                throw new TouchstoneException(file + " is a root directory; expected a file to write");
            }
            Files.createDirectories(directory);
            var part = Files.createTempFile(directory, absolute.getFileName().toString(), ".part");
            try {
                try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
                    content.writeTo(out);
                }
                Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new TouchstoneException(file + ": cannot be written: " + e, e);
        }
    }
}
