package dev.touchstone.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads models of one format. A service: implementations are found by {@link java.util.ServiceLoader}, have a public
 * constructor without parameters, and are thread-safe.
 */
public interface ModelReader {
    /** A short name for messages: {@code paddle}. */
    String format();

    /** Whether the path looks like this format, judged by content, not by suffix; never throws for odd content. */
    boolean recognises(Path path);

    /**
     * Reads a model.
     *
     * @param path a file or directory
     * @param parameters the file with all parameters, where the format keeps them apart and the place is not the usual
     * @throws dev.touchstone.ModelFormatException if the content is not what the format allows
     * @throws dev.touchstone.UnsupportedOperatorException if the model needs what no lowering exists for
     */
    Model read(Path path, Optional<Path> parameters, ModelLimits limits);
}
