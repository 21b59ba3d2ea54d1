package dev.touchstone.cli;

import dev.touchstone.TouchstoneException;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.paddle.PaddlePrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes what is known of a model's pictures beside a new form of it, so that {@code classify} needs no options. */
final class ImageProfileCopy {
    private static final String FILE = "touchstone.properties";
    private static final String LABELS = "labels.txt";

    private ImageProfileCopy() {}

    /** Copies the profile of one model to another, unless there is one. */
    static void write(Path from, Path to, OutputOptions output) {
        var profile = PaddlePrograms.imageProfile(from);
        var directory = Files.isDirectory(to) ? to : to.toAbsolutePath().getParent();
        if (profile.isEmpty() || directory == null) {
            return;
        }
        if (Files.exists(directory.resolve(FILE))) {
            output.note(directory.resolve(FILE) + " is there already and stays as it is");
            return;
        }
        try {
            write(profile.get(), directory);
        } catch (IOException e) {
            throw new TouchstoneException(directory + ": cannot be written to: " + e, e);
        }
    }

    private static void write(ImageProfile profile, Path directory) throws IOException {
        var text = new StringBuilder("channels = " + profile.channels() + "\nheight = " + profile.height()
                + "\nwidth = " + profile.width() + "\nmean = " + numbers(profile.mean()) + "\nstd = "
                + numbers(profile.std()) + "\nresize = "
                + profile.resize().name().toLowerCase(Locale.ROOT) + "\n");
        if (!profile.labels().isEmpty() && !Files.exists(directory.resolve(LABELS))) {
            Files.write(directory.resolve(LABELS), profile.labels());
            text.append("labels = " + LABELS + "\n");
        }
        Files.writeString(directory.resolve(FILE), text);
    }

    private static String numbers(Iterable<Float> values) {
        var text = new StringBuilder();
        values.forEach(v -> text.append(text.isEmpty() ? "" : ", ").append(v));
        return text.toString();
    }
}
