package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * From the name of a parameter to its file in the model's directory. A slash in a name is a sub-directory; a name that
 * means a place outside, by dots, as an absolute path or through a symbolic link, is refused.
 */
final class ParameterPath {
    private final Path directory;
    private final Path realDirectory;

    private ParameterPath(Path directory, Path realDirectory) {
        this.directory = directory;
        this.realDirectory = realDirectory;
    }

    static ParameterPath in(Path directory) {
        try {
            return new ParameterPath(directory, directory.toRealPath());
        } catch (IOException e) {
            throw FileSource.unreadable(directory.toString(), e);
        }
    }

    /** The file with all links resolved; null if there is none. */
    @Nullable
    Path find(String parameter) {
        for (String part : parameter.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw fault(
                        parameter,
                        "does not name a file inside the model's directory: no part between slashes may be empty, "
                                + "'.' or '..'");
            }
        }
        Path file;
        try {
            file = directory.resolve(parameter);
        } catch (InvalidPathException e) {
            throw fault(parameter, "is not a file name on this system: " + e.getReason());
        }
        // On systems with drive letters a name without slashes can still lead outside.
        if (!file.normalize().startsWith(directory.normalize())) {
            throw fault(parameter, "leads out of the model's directory");
        }
        if (!Files.exists(file)) {
            return null;
        }
        var real = real(file);
        if (!real.startsWith(realDirectory)) {
            throw fault(parameter, "leads out of the model's directory through a symbolic link, to " + real);
        }
        return real;
    }

    /** The path with all links resolved. */
    Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw FileSource.unreadable(file.toString(), e);
        }
    }

    private ModelFormatException fault(String parameter, String what) {
        return new ModelFormatException(directory.toString(), "parameter name '" + parameter + "' " + what);
    }
}
