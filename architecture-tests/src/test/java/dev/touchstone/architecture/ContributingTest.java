package dev.touchstone.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CONTRIBUTING.md shows is true of the code as it is. */
final class ContributingTest {
    private static final Pattern DIFF = Pattern.compile("```diff\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NEW_FILE = Pattern.compile("(?m)^\\+\\+\\+ b/(.*)$");

    private static String diff() {
        var found = DIFF.matcher(Repository.read(Repository.ROOT.resolve("CONTRIBUTING.md")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void theDiffThatAddsAnOperatorApplies(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(Files.exists(Repository.ROOT.resolve(".git")), "no git repository here");
        var patch = Files.writeString(directory.resolve("operator.patch"), diff());
        var log = directory.resolve("git.log");
        var git = new ProcessBuilder("git", "apply", "--check", patch.toString())
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());

        assertThat(git.start().waitFor()).as(Repository.read(log)).isZero();
    }

    @Test
    void anOperatorIsFourFilesAndALineInFourTables() {
        var files = NEW_FILE.matcher(diff())
                .results()
                .map(m -> m.group(1))
                .map(Path::of)
                .toList();
        var existing = files.stream()
                .filter(f -> Files.exists(Repository.ROOT.resolve(f)))
                .toList();

        assertThat(files).hasSize(9);
        assertThat(existing.stream().map(f -> f.getFileName().toString()))
                .containsExactlyInAnyOrder(
                        "Operator.java", "Kernels.java", "Lowerings.java", "Operators.java", "Int8Rules.java");
    }

    @Test
    void everyPathAndEveryClassThatIsNamedExists() {
        var text = Repository.read(Repository.ROOT.resolve("CONTRIBUTING.md"));
        var names = Repository.sources("src").stream()
                .map(f -> f.getFileName().toString().replace(".java", ""))
                .toList();
        var named = Pattern.compile(
                        "`([A-Z][A-Za-z0-9]+(?:Test|Provider|Graph|Backend|Reader|Rules|Formulas|Exception))`")
                .matcher(DIFF.matcher(text).replaceAll(""))
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();

        assertThat(named).isNotEmpty();
        assertThat(names).containsAll(List.copyOf(named));
    }
}
