package dev.touchstone.cli;

import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.paddle.PaddlePrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes {@code touchstone.properties} and the labels beside a model. */
final class ImageProfileText {
    private static final String FILE = "touchstone.properties";

    private ImageProfileText() {}

    /** Carries what is known of one model's pictures over to another form of it, unless the other knows already. */
    static void copy(Path from, Path to, OutputOptions output) {
        var profile = PaddlePrograms.imageProfile(from);
        var directory = Files.isDirectory(to) ? to : to.toAbsolutePath().getParent();
        if (profile.isEmpty() || directory == null) {
            return;
        }
        if (Files.exists(directory.resolve(FILE))) {
            output.note(directory.resolve(FILE) + " is there already and stays as it is");
            return;
        }
        write(directory, profile.get());
    }

    /** Writes both files into a directory, the labels only if there are any and no such file stands there. */
    static void write(Path directory, ImageProfile profile) {
        var file = directory.resolve(FILE);
        var labels = directory.resolve("labels.txt");
        boolean labelled = !profile.labels().isEmpty() && !Files.exists(labels);
        try {
            Files.writeString(file, text(profile, labelled));
            if (labelled) {
                file = labels;
                Files.write(file, profile.labels());
            }
        } catch (IOException e) {
            throw new UserFileException(file, "cannot be written (" + e.getMessage() + ")", e);
        }
    }

    private static String text(ImageProfile profile, boolean labelled) {
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
                        labelled ? "labels = labels.txt\n" : "");
    }

    private static String numbers(List<Float> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
