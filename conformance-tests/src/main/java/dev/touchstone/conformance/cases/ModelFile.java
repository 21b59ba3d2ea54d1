package dev.touchstone.conformance.cases;

import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddlePrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model that the suite knows by name: one that comes with the suite, or one below the directory of test data that the
 * system property {@value #PROPERTY} or the environment variable {@value #VARIABLE} names.
 *
 * @param name short, as in listings
 * @param path of a program among the resources; of an archive that holds one directory, or of a file, below the directory of
 *     data
 * @param bundled whether it comes with the suite
 * @param standIns the list of parameters that the archive lacks, below the directory of data; empty if it is whole
 */
record ModelFile(String name, String path, boolean bundled, Optional<String> standIns) {
    static final String PROPERTY = "touchstone.data";
    static final String VARIABLE = "TOUCHSTONE_DATA";

    static ModelFile bundled(String name, String path) {
        return new ModelFile(name, path, true, Optional.empty());
    }

    static ModelFile outside(String name, String path) {
        return new ModelFile(name, path, false, Optional.empty());
    }

    /** The same archive, which lacks parameters; {@link StandIns} are put in their place. */
    ModelFile completedBy(String list) {
        return new ModelFile(name, path, bundled, Optional.of(list));
    }

    /** Why it cannot be read; empty if it is there. */
    Optional<String> absence() {
        return bundled
                ? Optional.empty()
                : Stream.concat(Stream.of(path), standIns.stream())
                        .filter(f -> file(f).isEmpty())
                        .findFirst()
                        .map(f -> f + " is not there; " + VARIABLE + " names the directory of models");
    }

    /**
     * Reads it.
     *
     * @throws java.util.NoSuchElementException if it is absent
     */
    Model read() {
        try {
            return bundled ? resource() : read(file(path).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> file(String path) {
        return Optional.ofNullable(System.getProperty(PROPERTY, System.getenv(VARIABLE)))
                .map(d -> Path.of(d).resolve(path))
                .filter(Files::exists);
    }

    private Model read(Path file) throws IOException {
        if (!path.endsWith(".zip")) {
            return model(file);
        }
        try (var archive = FileSystems.newFileSystem(file);
                var top = Files.list(archive.getPath("/"))) {
            return copied(top.findFirst().orElseThrow());
        }
    }

    private Model resource() throws IOException {
        var url = Objects.requireNonNull(ModelFile.class.getResource(path), path);
        if (url.openConnection() instanceof JarURLConnection jar) {
            try (var archive = FileSystems.newFileSystem(path(jar.getJarFileURL()))) {
                return copied(Objects.requireNonNull(
                        archive.getPath("/" + jar.getEntryName()).getParent()));
            }
        }
        return model(Objects.requireNonNull(path(url).getParent()));
    }

    /** Without what lies beside it about pictures and labels, which the suite needs not. */
    private static Model model(Path path) {
        return PaddlePrograms.model(
                PaddlePrograms.read(path, Optional.empty(), ModelLimits.defaults()), Optional.empty());
    }

    private static Path path(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a directory of an archive; the reader wants one of the usual file system. */
    private Model copied(Path from) throws IOException {
        var scratch = Files.createTempDirectory("touchstone-conformance");
        try (var files = Files.walk(from)) {
            var to = scratch.resolve(name);
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
            if (standIns.isPresent()) {
                StandIns.write(file(standIns.get()).orElseThrow(), to);
            }
            return model(to);
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
