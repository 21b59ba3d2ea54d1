package dev.touchstone.cli;

import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.model.ImageProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes {@code touchstone.properties} and the labels beside a model. */
final class ImageProfileText {
    private ImageProfileText() {}

    /** Writes both files into a directory, the labels only if there are any. */
    static void write(Path directory, ImageProfile profile) {
        var file = directory.resolve("touchstone.properties");
        try {
            Files.writeString(file, text(profile));
            if (!profile.labels().isEmpty()) {
                file = directory.resolve("labels.txt");
                Files.write(file, profile.labels());
            }
        } catch (IOException e) {
            throw new UserFileException(file, "cannot be written (" + e.getMessage() + ")", e);
        }
    }

    static String text(ImageProfile profile) {
        return """
            # How a picture becomes this model's input: (value / 255 - mean) / std.
            channels = %d
            height = %d
            width = %d
            mean = %s
            std = %s
            resize = %s
            %s\
            """.formatted(
                        profile.channels(),
                        profile.height(),
                        profile.width(),
                        numbers(profile.mean()),
                        numbers(profile.std()),
                        profile.resize().name().toLowerCase(Locale.ROOT),
                        profile.labels().isEmpty() ? "" : "labels = labels.txt\n");
    }

    private static String numbers(List<Float> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
