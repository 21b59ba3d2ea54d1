package dev.touchstone;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A model's bytes are not what its format allows. Nothing of the model is kept. */
public final class ModelFormatException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long offset;

    /**
     * A fault at one place.
     *
     * @param source the file, or what stands for it ({@code bytes}) when the model came from memory
     * @param offset position of the offending byte in the source
     * @param what what was found, what is allowed, and the remedy
     */
    public ModelFormatException(String source, long offset, String what) {
        super(source + " at byte " + offset + ": " + what);
        this.source = source;
        this.offset = offset;
    }

    /** For faults that have no single place in the file. */
    public ModelFormatException(String source, String what) {
        this(source, what, null);
    }

    /** For faults that another error revealed. */
    public ModelFormatException(String source, String what, @Nullable Throwable cause) {
        super(source + ": " + what, cause);
        this.source = source;
        this.offset = -1;
    }

    /** The file, or what stands for it. */
    public String source() {
        return source;
    }

    /** The position of the offending byte, if there is a single one. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
