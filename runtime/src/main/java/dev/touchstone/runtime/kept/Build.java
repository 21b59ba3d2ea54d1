package dev.touchstone.runtime.kept;

import dev.touchstone.TouchstoneVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which Touchstone this is. A release is told by its number; of what is not released yet there are many with the same
 * number, which the files that the classes come from tell apart.
 */
final class Build {
    private static final String UNRELEASED = "-SNAPSHOT";

    private Build() {}

    /** The version, and unless it is a release the state of what these classes were loaded from. */
    static String of(Class<?>... classes) throws IOException {
        var version = TouchstoneVersion.number();
        if (!version.endsWith(UNRELEASED)) {
            return version;
        }
        var text = new StringBuilder(version);
        for (var one : classes) {
            text.append('\n').append(code(one));
        }
        return text.toString();
    }

    /** The state of what a class was loaded from; its name, if that is neither a jar nor a directory. */
    static String code(Class<?> one) throws IOException {
        var place = place(one);
        return place.isPresent() ? state(place.get()) : one.getName();
    }

    /** The jar of a class; empty if it is from elsewhere. */
    static Optional<Path> jar(Class<?> one) {
        return place(one).filter(Files::isRegularFile);
    }

    private static Optional<Path> place(Class<?> one) {
        var source = one.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            URI uri = source.getLocation().toURI();
            return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri)) : Optional.empty();
        } catch (URISyntaxException noPlace) {
            return Optional.empty();
        }
    }

    /** Of a jar; of a directory that a compiler writes to, the latest of its classes. */
    private static String state(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return place + " " + FileStamp.of(place).state();
        }
        try (Stream<Path> classes = Files.walk(place)) {
            return place + " " + classes.mapToLong(Build::lastChange).max().orElse(0);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long lastChange(Path file) {
        try {
            return FileStamp.of(file).lastChange();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
