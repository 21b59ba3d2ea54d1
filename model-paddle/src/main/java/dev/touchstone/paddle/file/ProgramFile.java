package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the program of a model directory. */
final class ProgramFile {
    /** Names that Paddle's tools give to programs; the first that exists is taken. */
    static final List<String> NAMES = List.of("__model__", "model", "model.pdmodel", "inference.pdmodel");

    /** A directory with more entries is not searched for programs of other names. */
    private static final int ENTRIES = 10_000;

    private ProgramFile() {}

    /**
     * The file that the path means: itself, or the program in the directory.
     *
     * <p>In a directory the usual names come first; else the one file that holds a program, whatever its name.
     */
    static Path find(Path path) {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw new ModelFormatException(
                        path.toString(), "no such file or directory; give a model directory or a program file");
            }
            return path;
        }
        for (String name : NAMES) {
            var file = path.resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        var programs = search(path, FileFormat.PROGRAM);
        if (programs.size() == 1) {
            return programs.get(0);
        }
        if (programs.size() > 1) {
            throw new ModelFormatException(
                    path.toString(),
                    "the directory holds " + programs.size() + " programs: " + names(programs)
                            + "; give the path of the one you mean");
        }
        // Paddle Lite's files come last: a directory often has one beside the model it was made from.
        for (var lite : List.of(FileFormat.LITE_NB, FileFormat.LITE_NAIVE)) {
            var found = search(path, lite);
            if (!found.isEmpty()) {
                return found.get(0);
            }
        }
        throw new ModelFormatException(
                path.toString(), "no program found; expected " + String.join(", ", NAMES) + " or one *.pdmodel");
    }

    private static List<Path> search(Path directory, FileFormat format) {
        var found = new ArrayList<Path>();
        int entries = 0;
        try (var files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (var file : files) {
                if (++entries > ENTRIES) {
                    break;
                }
                try (var source = FileSource.open(file)) {
                    if (FileFormat.of(source) == format) {
                        found.add(file);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw FileSource.unreadable(directory.toString(), e);
        }
        found.sort(null);
        return found;
    }

    private static String names(List<Path> files) {
        return files.stream().limit(10).map(f -> f.getFileName().toString()).collect(Collectors.joining(", "))
                + (files.size() > 10 ? ", ..." : "");
    }
}
