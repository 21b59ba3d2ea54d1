package dev.touchstone.conformance.junit;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.replay.JUnitSource;
import dev.touchstone.conformance.replay.ReplayFile;
import dev.touchstone.conformance.suite.CaseRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files and tests that repeat the first failure of each rule. Not thread-safe, as its runner is not. */
final class Repros {
    private final CaseRunner runner;
    private final Set<String> broken = new HashSet<>();

    Repros(CaseRunner runner) {
        this.runner = runner;
    }

    /** What a failure's message says further: the file that was written, and a JUnit test; nothing for later failures. */
    String of(ConformanceCase c, CaseResult failure) {
        return broken.add(c.source() + " " + c.rule().id())
                ? runner.smallest(c, failure, 0).map(Repros::text).orElse("")
                : "";
    }

    private static String text(ReplayFile file) {
        return directory().map(d -> "\nsmallest: " + written(file, d)).orElse("") + "\n\n"
                + JUnitSource.of(file, "NAME");
    }

    private static Optional<Path> directory() {
        var named = System.getProperty(BackendConformance.REPORT_PROPERTY);
        return named != null
                ? Optional.of(Path.of(named))
                : Stream.of("target", "build")
                        .map(Path::of)
                        .filter(Files::isDirectory)
                        .findFirst()
                        .map(d -> d.resolve("touchstone-conformance"));
    }

    private static Path written(ReplayFile file, Path directory) {
        try {
            Files.createDirectories(directory);
            return Files.writeString(directory.resolve(file.fileName()), file.toText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
