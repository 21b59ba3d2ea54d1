package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A small text file beside a model, in UTF-8. */
final class TextFile {
    private static final int MAX_BYTES = 4 << 20;

    private TextFile() {}

    /** The lines without their ends, which are LF, CR or both. */
    static List<String> lines(Path file) {
        try (var source = FileSource.open(file)) {
            if (source.size() > MAX_BYTES) {
                throw new ModelFormatException(
                        source.name(), "has " + source.size() + " bytes; at most " + MAX_BYTES + " are read");
            }
            byte[] bytes = source.piece(0, (int) source.size()).toArray(ValueLayout.JAVA_BYTE);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new ModelFormatException(file.toString(), "is not valid UTF-8", e);
        }
    }
}
