package dev.touchstone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names, sizes and the few lines at the head of things that a newcomer reads first. */
final class SourcesTest {
    private static final int MOST_LINES = 400;

    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Utils?|Helpers?|Managers?|Impl|Misc|Common)\\.java|Abstract[A-Z].*\\.java");

    private static final Pattern NOT_OURS = Pattern.compile("(?i)\\b(TODO|FIXME|XXX)\\b");

    private static String fileName(Path file) {
        return file.getFileName().toString();
    }

    private static long lines(Path file) {
        return Repository.read(file).lines().count();
    }

    @Test
    void aNameSaysWhatAThingIs() {
        assertThat(Repository.sources("src"))
                .isNotEmpty()
                .noneMatch(f -> EMPTY_NAME.matcher(fileName(f)).matches());
    }

    @Test
    void aFileHoldsOneIdea() {
        assertThat(Repository.sources("src/main/java").stream()
                        .filter(f -> lines(f) > MOST_LINES)
                        .map(f -> Repository.name(f) + " has " + lines(f) + " lines; expected at most " + MOST_LINES))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatLivesThere() {
        var packages = Repository.sources("src/main/java").stream()
                .filter(f -> !fileName(f).equals("module-info.java"))
                .map(Path::getParent)
                .distinct();

        assertThat(packages.filter(p -> !Files.exists(p.resolve("package-info.java")))
                        .map(Repository::name))
                .isEmpty();
    }

    @Test
    void everyPublishedModuleIsNamedAndNullMarked() {
        var named = Repository.modules().stream()
                .filter(Repository::isPublished)
                .filter(m -> !m.equals("interop-nd4j")) // ND4J's jars share packages: they are no modules
                .map(m -> Repository.ROOT.resolve(m).resolve("src/main/java"))
                .filter(Files::isDirectory)
                .toList();

        assertThat(named)
                .allSatisfy(m -> assertThat(Repository.read(m.resolve("module-info.java")))
                        .startsWith("/** ")
                        .contains("@org.jspecify.annotations.NullMarked")
                        .contains("module dev.touchstone."));
    }

    @Test
    void everyServiceStandsInTheModuleAndInMetaInf() {
        for (var module : Repository.modules()) {
            var services = Repository.ROOT.resolve(module).resolve("src/main/resources/META-INF/services");
            var info = Repository.ROOT.resolve(module).resolve("src/main/java/module-info.java");
            var provided = Files.exists(info) ? provided(Repository.read(info)) : Map.<String, List<String>>of();

            assertThat(listed(services)).as(module).isEqualTo(provided);
        }
    }

    private static Map<String, List<String>> provided(String moduleInfo) {
        return Pattern.compile("provides\\s+([\\w.]+)\\s+with\\s+([\\w.,\\s]+);")
                .matcher(moduleInfo)
                .results()
                .collect(Collectors.toMap(
                        m -> m.group(1),
                        m -> Stream.of(m.group(2).split(",")).map(String::trim).toList()));
    }

    private static Map<String, List<String>> listed(Path services) {
        if (!Files.isDirectory(services)) {
            return Map.of();
        }
        try (var files = Files.list(services)) {
            return files.collect(Collectors.toMap(
                    SourcesTest::fileName,
                    f -> Repository.read(f)
                            .lines()
                            .filter(l -> !l.isBlank() && !l.startsWith("#"))
                            .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(Repository.sources("src").stream()
                        .filter(f -> !fileName(f).equals("SourcesTest.java"))
                        .filter(f -> NOT_OURS.matcher(Repository.read(f)).find())
                        .map(Repository::name))
                .isEmpty();
    }
}
