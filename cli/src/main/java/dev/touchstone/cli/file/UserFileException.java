package dev.touchstone.cli.file;

import dev.touchstone.TouchstoneException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that the user named - picture, tensor, labels, output - cannot be used. */
public final class UserFileException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    /**
     * A fault of the file's content.
     *
     * @param what what was found, what is allowed, and the remedy
     */
    public UserFileException(Path file, String what) {
        this(file, what, null);
    }

    /** A fault with a cause, for files that cannot even be read. */
    public UserFileException(Path file, String what, @Nullable Throwable cause) {
        super(file + ": " + what, cause);
    }
}
