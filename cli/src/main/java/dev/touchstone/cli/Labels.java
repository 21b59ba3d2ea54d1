package dev.touchstone.cli;

import dev.touchstone.cli.file.UserFileException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of a classifier's classes, one a line, class 0 first.
 *
 * <p>A WordNet identifier in front ({@code n02123045 tabby, tabby cat}) is cut off and the blank behind it kept, as the
 * image classification demo does; all other lines count whole.
 */
record Labels(List<String> lines) {
    private static final Pattern WORDNET = Pattern.compile("^n\\d{8}(?= )");
    private static final long MAX_BYTES = 64 << 20;

    Labels {
        lines = List.copyOf(lines);
    }

    /** Reads a file in UTF-8. */
    static Labels read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UserFileException(
                        file, "has " + Files.size(file) + " bytes; a label file may have " + MAX_BYTES + " at most");
            }
            return new Labels(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (MalformedInputException e) {
            throw new UserFileException(file, "is not UTF-8 text; expected one label a line", e);
        } catch (NoSuchFileException e) {
            throw new UserFileException(file, "no such file", e);
        } catch (IOException e) {
            throw new UserFileException(file, "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * The text of a class as the demo prints it; {@code Unknown} behind the last label, {@code class 7} where there are
     * no labels at all.
     */
    String text(int index) {
        if (lines.isEmpty()) {
            return "class " + index;
        }
        return index < lines.size() ? WORDNET.matcher(lines.get(index)).replaceFirst("") : "Unknown";
    }
}
