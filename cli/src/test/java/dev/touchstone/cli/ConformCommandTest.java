package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConformCommandTest {
    @TempDir
    private Path directory;

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void provesTheRulesThatAreSelected() {
        var cli = Cli.run("conform", "--rules", "softmax/S1,transpose/*");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines().getFirst()).startsWith("suite version ").contains("softmax/S1, transpose/*");
        assertThat(cli.outLines().getLast()).matches("reference proves [3-9] of \\d+ rules");
    }

    @Test
    void listsTheSelectedCasesAndRunsNone() {
        var cli = Cli.run("conform", "--rules", "softmax/S1", "--every", "10", "--list");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines()).hasSizeGreaterThan(2);
        assertThat(cli.outLines().getFirst()).startsWith("softmax#0 softmax/S1 ");
        assertThat(cli.outLines().getLast()).isEqualTo(cli.outLines().size() - 1 + " cases");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void progressIsWholeLinesThatAFileCanHold() {
        var cli = Cli.run("conform", "--rules", "softmax/*");

        assertThat(cli.err().lines())
                .hasSize(20)
                .allMatch(l -> l.matches("touchstone: \\d+ % of \\d+ cases"))
                .last()
                .asString()
                .startsWith("touchstone: 100 % of ");
        assertThat(cli.err()).doesNotContain("\r", "\b", "\u001b");
    }

    @Test
    void anotherSeedDrawsOtherCases() throws IOException {
        for (var seed : List.of("0", "7", "07")) {
            var cli = Cli.run("conform", "--case", "softmax#5", "--seed", seed, "--export", file("seed" + seed));
            assertThat(cli.out()).isEqualTo("1 computations written to " + file("seed" + seed) + "\n");
        }

        var published = exported("seed0");
        assertThat(exported("seed7")).isNotEqualTo(published).isEqualTo(exported("seed07"));
    }

    private String exported(String name) throws IOException {
        return Files.readString(directory.resolve(name).resolve("softmax/5/case.json"));
    }

    @Test
    void mergedShardsAreTheReportOfTheWhole() {
        for (int i = 1; i <= 3; i++) {
            assertThat(Cli.run("conform", "--rules", "softmax/*", "--shard", i + "/3", "--report", file("part" + i))
                            .exitCode())
                    .isZero();
        }
        var whole = Cli.run("conform", "--rules", "softmax/*", "--report", file("whole"));
        var merged = Cli.run(
                "conform",
                "--merge",
                file("part3"),
                "--merge",
                file("part1"),
                "--merge",
                file("part2"),
                "--report",
                file("merged"));

        assertThat(merged.exitCode()).isZero();
        assertThat(merged.out()).isEqualTo(whole.out().replace(file("whole"), file("merged")));
        for (var name : List.of("report.json", "junit.xml", "index.html")) {
            assertThat(directory.resolve("merged").resolve(name))
                    .hasSameBinaryContentAs(directory.resolve("whole").resolve(name));
        }
    }

    @Test
    void aMissingShardIsNoWhole() {
        Cli.run("conform", "--rules", "softmax/S1", "--shard", "1/2", "--report", file("part1"));

        var cli = Cli.run("conform", "--merge", file("part1"));

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err())
                .containsPattern(
                        "touchstone conform: the reports have \\d+ of \\d+ cases of softmax/S1; expected those of all"
                                + " shards");
    }

    @Test
    void aBudgetCountsWhatItDoesNotReach() {
        var cli = Cli.run("conform", "--time-budget", "1s");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).containsPattern("cases: \\d+ PASSED.*, \\d+ not reached within the time budget");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --rules | conv3d/* | no case tests a rule conv3d/*; families are
        --case | conv2d#9999999 | there is no case conv2d#9999999 in this suite (version
        --shard | 9/8 | shard is 9/8; expected 1/8 to 8/8
        --shard | three | shard is 'three'; expected index and count, as 3/8
        --every | 0 | one case in 0; expected 1 or more
        --time-budget | soon | --time-budget is 'soon'; expected a number and a unit, as 90s or 10m
        --time-budget | 0s | --time-budget is 0s, too short for a single case: nothing was tested
        --threads | 0 | --threads is 0; expected 1 or more
        """)
    void anEmptyOrImpossibleSelectionIsAnError(String option, String value, String message) {
        var cli = Cli.run("conform", option, value);

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("touchstone conform: " + message);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void aBackendThatIsNotThereIsToldOnceWithWhatIsThere() {
        var cli = Cli.run("conform", "--backend", "none");

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains("backend none: ", "not found").contains("reference");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void theTemplateInAJarPassesWhatItClaims() throws IOException, InterruptedException {
        var cli = Cli.run("conform", "--jar", TemplateJar.right(directory).toString());

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines().getLast()).matches("template proves \\d+ of \\d+ rules");
        assertThat(cli.out()).doesNotContain("FAILED", "CRASHED");
    }

    @Test
    void theTemplateHasSixtyLines() throws IOException {
        assertThat(Files.readAllLines(TemplateJar.SOURCE)).hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void aFaultIsToldWithTheCommandThatRepeatsIt() throws IOException, InterruptedException {
        var jar = TemplateJar.wrong(directory).toString();

        var cli = Cli.run("conform", "--jar", jar, "--threads", "2", "--rules", "relu/U1", "--report", file("out"));

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.outLines().getFirst())
                .startsWith("unary/U1 FAILED in relu#")
                .contains("; repeat with touchstone conform --backend template --jar " + jar
                        + " --threads 2 --case relu#");
        assertThat(cli.out()).containsPattern("template proves \\d+ of \\d+ rules and FAILS 1");
        assertThat(directory.resolve("out")).isDirectoryContaining(p -> p.endsWith("index.html"));
    }

    @Test
    void aJarWithoutABackendIsAnError() throws IOException {
        var jar = TemplateJar.empty(directory);

        var cli = Cli.run("conform", "--jar", jar.toString());

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err())
                .contains("holds no backend: no file META-INF/services/dev.touchstone.backend.BackendProvider in it");
    }

    @Test
    void aJarThatIsMissingIsAnError() {
        var cli = Cli.run("conform", "--jar", file("none.jar"));

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains(file("none.jar"), "does not exist");
    }

    @Test
    void aNameThatTheJarDoesNotHoldIsAnError() throws IOException, InterruptedException {
        var cli = Cli.run("conform", "--jar", TemplateJar.right(directory).toString(), "--backend", "arm");

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains("backend arm: not found in the jar of --jar, which holds: template");
    }

    @Test
    void replayRepeatsWhatWasExported() throws IOException, InterruptedException {
        Cli.run("conform", "--rules", "relu/U1", "--export", file("export"));
        var jar = TemplateJar.wrong(directory).toString();
        List<Path> cases;
        try (Stream<Path> files = Files.walk(directory.resolve("export"))) {
            cases = files.filter(f -> f.endsWith("case.json")).sorted().toList();
        }
        assertThat(cases).isNotEmpty();

        var right = Cli.run("replay", cases.getFirst().toString());
        assertThat(right.exitCode()).isZero();
        assertThat(right.out()).matches("relu#\\d+ \\(unary/U1\\) on reference: PASSED\n");

        var codes = cases.stream()
                .map(c -> Cli.run("replay", c.toString(), "--jar", jar))
                .toList();
        assertThat(codes).anySatisfy(c -> {
            assertThat(c.exitCode()).isEqualTo(3);
            assertThat(c.out()).contains(" on template: FAILED: output ");
        });
        assertThat(codes).allMatch(c -> c.exitCode() == 0 || c.out().contains("FAILED"));
    }

    @Test
    void replayOfWhatIsNoCaseIsAnError() throws IOException {
        var file = Files.writeString(directory.resolve("x.json"), "{}");

        assertThat(Cli.run("replay", file.toString()).exitCode()).isEqualTo(2);
        assertThat(Cli.run("replay", file("none.json")).exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"conform", "replay"})
    void helpNamesEveryChoice(String command) {
        var cli = Cli.run(command, "--help");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out())
                .contains("--backend=NAME", "--jar=FILE", "--set=NAME=VALUE", "Exit codes:", "Examples:")
                .contains("rknpu@ssh:user@board");
    }
}
