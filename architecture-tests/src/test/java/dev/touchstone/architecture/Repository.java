package dev.touchstone.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository that is being built, as files. */
final class Repository {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private Repository() {}

    /** The directories that the parent POM builds, without this one. */
    static List<String> modules() {
        return MODULE.matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .map(m -> m.group(1))
                .filter(m -> !m.equals("architecture-tests"))
                .toList();
    }

    /** Whether users get the module: one that is not deployed needs no module descriptor. */
    static boolean isPublished(String module) {
        return !read(ROOT.resolve(module).resolve("pom.xml")).contains("<maven.deploy.skip>true");
    }

    /** The compiled classes of every module that ships any. */
    static List<Path> classes() {
        return modules().stream()
                .map(m -> ROOT.resolve(m).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
    }

    /** All Java sources below a folder of every module: {@code src/main/java}, {@code src}. */
    static List<Path> sources(String folder) {
        return Stream.concat(modules().stream(), Stream.of("architecture-tests"))
                .map(m -> ROOT.resolve(m).resolve(folder))
                .filter(Files::isDirectory)
                .flatMap(Repository::javaFiles)
                .sorted()
                .toList();
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name in messages: relative to the root. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
