package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import dev.touchstone.model.ImageProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file {@value #NAME} of a model directory: how a picture becomes the model's input, and what its classes are
 * called.
 *
 * <p>UTF-8 text of lines {@code key = value}; empty lines and lines that begin with {@code #} are passed over.
 *
 * <ul>
 *   <li>{@code channels}: 1 (grey) or 3 (red, green, blue)
 *   <li>{@code height}, {@code width}: of the input in pixels
 *   <li>{@code mean}, {@code std}: one number for each channel, separated by spaces or commas; the input is
 *       {@code (value / 255 - mean) / std}
 *   <li>{@code resize}: {@code stretch} (the default) or {@code center_crop}; see {@link ImageProfile.Resize}
 *   <li>{@code labels}: a text file whose line k is the label of class k, from 0; optional
 * </ul>
 *
 * <p>The path of the labels is relative to the model directory. It may lead to the directory's parent or below, because
 * models of one family share their labels, and no further, not by symbolic links either: a model that somebody sent
 * must not show the user's other files.
 */
public final class ImageProfileFile {
    /** Name of the file. */
    public static final String NAME = "touchstone.properties";

    private static final int MAX_PIXELS = 65_536;
    private static final Set<String> REQUIRED = Set.of("channels", "height", "width", "mean", "std");
    private static final List<String> KEYS = List.of("channels", "height", "width", "mean", "std", "resize", "labels");

    private final Path directory;
    private final String source;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private ImageProfileFile(Path directory) {
        this.directory = directory;
        this.source = directory.resolve(NAME).toString();
    }

    private record Entry(int line, String value) {}

    /**
     * Reads the file of a model.
     *
     * @param model the model's directory, or a file in it
     * @return empty if the directory has no such file
     * @throws ModelFormatException if the file or the labels it names are not as described above
     */
    public static Optional<ImageProfile> read(Path model) {
        var directory = Files.isDirectory(model) ? model : ParameterFiles.directoryOf(model);
        if (!Files.exists(directory.resolve(NAME))) {
            return Optional.empty();
        }
        return Optional.of(new ImageProfileFile(directory).profile());
    }

    private ImageProfile profile() {
        parse(TextFile.lines(directory.resolve(NAME)));
        for (String key : KEYS) {
            if (REQUIRED.contains(key) && !entries.containsKey(key)) {
                throw new ModelFormatException(source, "key '" + key + "' is missing; required are " + required());
            }
        }
        int channels = integer("channels", 3);
        if (channels == 2) {
            throw fault("channels", "expected 1 or 3");
        }
        return new ImageProfile(
                labels(),
                channels,
                integer("height", MAX_PIXELS),
                integer("width", MAX_PIXELS),
                numbers("mean", channels, false),
                numbers("std", channels, true),
                resize());
    }

    private void parse(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int sign = line.indexOf('=');
            if (sign < 0) {
                throw new ModelFormatException(source, "line " + (i + 1) + ": expected 'key = value'");
            }
            String key = line.substring(0, sign).strip();
            if (!KEYS.contains(key)) {
                throw new ModelFormatException(
                        source,
                        "line " + (i + 1) + ": unknown key '" + key + "'; known are " + String.join(", ", KEYS));
            }
            if (entries.put(key, new Entry(i + 1, line.substring(sign + 1).strip())) != null) {
                throw new ModelFormatException(source, "line " + (i + 1) + ": key '" + key + "' is given twice");
            }
        }
    }

    private int integer(String key, int most) {
        String expected = "expected a whole number in 1.." + most;
        int value;
        try {
            value = Integer.parseInt(value(key));
        } catch (NumberFormatException e) {
            throw fault(key, expected);
        }
        if (value < 1 || value > most) {
            throw fault(key, expected);
        }
        return value;
    }

    private List<Float> numbers(String key, int channels, boolean positive) {
        var numbers = new ArrayList<Float>();
        String expected = "expected " + (channels == 1 ? "1 number" : channels + " numbers, one for each channel")
                + (positive ? ", above 0" : "");
        for (String text : value(key).split("[ ,\t]+", -1)) {
            float number;
            try {
                number = Float.parseFloat(text);
            } catch (NumberFormatException e) {
                throw fault(key, expected);
            }
            if (!Float.isFinite(number) || (positive && number <= 0)) {
                throw fault(key, expected);
            }
            numbers.add(number);
        }
        if (numbers.size() != channels) {
            throw fault(key, expected);
        }
        return numbers;
    }

    private ImageProfile.Resize resize() {
        if (!entries.containsKey("resize")) {
            return ImageProfile.Resize.STRETCH;
        }
        for (var resize : ImageProfile.Resize.values()) {
            if (resize.name().toLowerCase(Locale.ROOT).equals(value("resize"))) {
                return resize;
            }
        }
        throw fault("resize", "expected stretch or center_crop");
    }

    private List<String> labels() {
        if (!entries.containsKey("labels")) {
            return List.of();
        }
        Path file;
        Path real;
        try {
            Path given = Path.of(value("labels"));
            if (given.isAbsolute() || value("labels").isEmpty()) {
                throw fault("labels", "expected a path relative to the model directory");
            }
            file = directory.resolve(given);
            var realDirectory = directory.toRealPath();
            var allowed = realDirectory.getParent() == null ? realDirectory : realDirectory.getParent();
            real = file.toRealPath();
            if (!real.startsWith(allowed)) {
                throw fault("labels", "leads out of " + allowed + "; put the labels into the model directory");
            }
        } catch (InvalidPathException | IOException e) {
            throw fault("labels", "there is no such file");
        }
        return TextFile.lines(real);
    }

    private String value(String key) {
        var entry = entries.get(key);
        return entry == null ? "" : entry.value();
    }

    private static String required() {
        return String.join(", ", KEYS.stream().filter(REQUIRED::contains).toList());
    }

    private ModelFormatException fault(String key, String what) {
        var entry = entries.get(key);
        return new ModelFormatException(
                source,
                "line " + (entry == null ? 0 : entry.line()) + ": " + key + " is '" + value(key) + "'; " + what);
    }
}
