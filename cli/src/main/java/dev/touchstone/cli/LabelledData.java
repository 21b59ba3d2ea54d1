package dev.touchstone.cli;

import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.cli.image.PictureSet;
import dev.touchstone.cli.tensor.Npy;
import dev.touchstone.model.ImageProfile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs with the class that each belongs to.
 *
 * <p>The list is a text file. With a directory of pictures each line is a file's path in it, blanks, and the number of
 * its class from 0: {@code val/ILSVRC2012_val_00000001.JPEG 65}. With an .npy file of many inputs each line is just the
 * number, in the same order, or the list is an .npy file of one-byte or four- or eight-byte integers itself.
 *
 * @param pictures the inputs
 * @param classes of each
 */
record LabelledData(PictureSet pictures, List<Integer> classes) {
    LabelledData {
        classes = List.copyOf(classes);
    }

    /**
     * Reads the list.
     *
     * @param data a directory, or an .npy file
     * @throws UserFileException if list or data cannot be used, or do not fit each other
     */
    static LabelledData read(Path data, Path list, ImageProfile profile) {
        byte[] bytes = bytes(list);
        if (Files.isDirectory(data)) {
            var paths = new ArrayList<Path>();
            var classes = new ArrayList<Integer>();
            var lines = lines(list, bytes);
            for (int i = 0; i < lines.size(); i++) {
                var line = lines.get(i).strip();
                if (!line.isEmpty()) {
                    int blank = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
                    if (blank < 0) {
                        throw new UserFileException(
                                list, "line " + (i + 1) + " is '" + line + "'; expected a path, a blank and a class");
                    }
                    paths.add(data.resolve(line.substring(0, blank).strip()));
                    classes.add(number(list, i + 1, line.substring(blank + 1)));
                }
            }
            if (paths.isEmpty()) {
                throw new UserFileException(list, "names no picture");
            }
            return new LabelledData(PictureSet.of(paths, profile), classes);
        }
        var classes = Npy.recognises(bytes) ? numbers(list, bytes) : numbers(list, lines(list, bytes));
        var pictures = PictureSet.of(List.of(data), profile);
        if (pictures.size() != classes.size()) {
            throw new UserFileException(
                    list, "has " + classes.size() + " classes for the " + pictures.size() + " inputs of " + data);
        }
        return new LabelledData(pictures, classes);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UserFileException(file, "no such file", e);
        } catch (IOException e) {
            throw new UserFileException(file, "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static List<String> lines(Path file, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .lines()
                    .toList();
        } catch (MalformedInputException e) {
            throw new UserFileException(file, "is not UTF-8 text; expected one line for each input", e);
        } catch (IOException e) {
            throw new UserFileException(file, "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static List<Integer> numbers(Path list, List<String> lines) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                numbers.add(number(list, i + 1, lines.get(i).strip()));
            }
        }
        return numbers;
    }

    private static int number(Path list, int line, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for negative numbers.
        }
        throw new UserFileException(list, "line " + line + " has the class '" + text + "'; expected a number from 0");
    }

    private static List<Integer> numbers(Path list, byte[] bytes) {
        var tensor = Npy.read(list, bytes);
        var numbers = new ArrayList<Integer>();
        switch (tensor.type().dataType()) {
            case INT8, UINT8, BOOL -> {
                for (byte b : tensor.toBytes()) {
                    numbers.add(b & 0xff);
                }
            }
            case INT32 -> {
                for (int i : tensor.toInts()) {
                    numbers.add(i);
                }
            }
            case INT64 -> {
                for (long l : tensor.toLongs()) {
                    numbers.add((int) l);
                }
            }
            case FLOAT32 -> throw new UserFileException(list, "holds " + tensor.type() + "; expected integers");
        }
        return numbers;
    }
}
