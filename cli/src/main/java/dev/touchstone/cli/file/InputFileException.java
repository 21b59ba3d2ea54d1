package dev.touchstone.cli.file;

import dev.touchstone.TouchstoneException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A picture, tensor or label file that the user named cannot be used. */
public final class InputFileException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    /**
     * A fault of the file's content.
     *
     * @param what what was found, what is allowed, and the remedy
     */
    public InputFileException(Path file, String what) {
        this(file, what, null);
    }

    /** A fault with a cause, for files that cannot even be read. */
    public InputFileException(Path file, String what, @Nullable Throwable cause) {
        super(file + ": " + what, cause);
    }
}
