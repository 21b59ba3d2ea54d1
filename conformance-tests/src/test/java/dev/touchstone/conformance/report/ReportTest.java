package dev.touchstone.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.SelectionException;
import dev.touchstone.conformance.suite.Shard;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.conformance.suite.SuiteRun;
import dev.touchstone.conformance.teeth.ForwardingBackend;
import dev.touchstone.reference.ReferenceBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports hold everything, and shards give the same bytes as the whole. */
final class ReportTest {
    @TempDir
    private Path directory;

    private static Report run(Shard shard) {
        return Report.of(SuiteRun.USUAL.run(
                BackendUnderTest.of("reference", ReferenceBackend::new),
                Suite.standard(),
                Selection.ALL.withRules("softmax/*", "binary/E3").withEvery(7).withShard(shard),
                SuiteRun.Listener.NONE));
    }

    @Test
    void mergedShardsAreTheWholeBitForBit() throws IOException {
        var parts = Stream.of(1, 2, 3).map(i -> run(new Shard(i, 3))).toList();
        for (int i = 0; i < 3; i++) {
            ReportFiles.write(parts.get(i), directory.resolve("part" + i));
        }
        ReportFiles.write(run(Shard.WHOLE), directory.resolve("whole"));

        var read = Stream.of(2, 0, 1)
                .map(i -> ReportFiles.read(directory.resolve("part" + i)))
                .toList();
        ReportFiles.write(Report.merged(read), directory.resolve("merged"));

        for (var file : List.of("report.json", "junit.xml", "index.html")) {
            assertThat(directory.resolve("merged").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("whole").resolve(file));
        }
    }

    @Test
    void theFirstFailureOfARuleIsReducedAndMergedBitForBit() throws IOException {
        var parts = Stream.of(1, 2, 3).map(i -> faulty(new Shard(i, 3))).toList();
        ReportFiles.write(faulty(Shard.WHOLE), directory.resolve("whole"));
        for (int i = 0; i < 3; i++) {
            ReportFiles.write(parts.get(i), directory.resolve("part" + i));
        }
        var read = Stream.of(1, 0, 2)
                .map(i -> ReportFiles.read(directory.resolve("part" + i)))
                .toList();
        ReportFiles.write(Report.merged(read), directory.resolve("merged"));

        assertThat(directory.resolve("merged/report.json"))
                .hasSameBinaryContentAs(directory.resolve("whole/report.json"));
        var whole = ReportFiles.read(directory.resolve("whole"));
        assertThat(whole.failures().stream().filter(e -> e.smallest().isPresent()))
                .hasSize(1);
        var id = whole.failures().getFirst().id();
        assertThat(directory.resolve("merged/replay").resolve(id.replace('#', '-') + ".json"))
                .content()
                .isEqualTo(whole.failures().getFirst().smallest().orElseThrow());
        assertThat(directory.resolve("merged/replay").resolve(id.replace("relu#", "Relu") + "Test.java"))
                .exists();
        assertThat(Summary.lines(whole, Optional.of(directory)))
                .contains("  smallest: touchstone replay "
                        + directory.resolve("replay").resolve(id.replace('#', '-') + ".json") + " --backend faulty");
        assertThat(Summary.lines(whole)).contains("        var graph = new GraphBuilder(\"" + id + "\");");
    }

    private static Report faulty(Shard shard) {
        var backend = new ForwardingBackend((right, inputs, outputs, monitor) -> {
            right.run(inputs, outputs, monitor);
            outputs.forEach(y -> y.segment().fill((byte) 1));
        });
        return Report.of(SuiteRun.USUAL.run(
                BackendUnderTest.of("faulty", () -> backend),
                Suite.standard(),
                Selection.ALL.withRules("relu/U3").withEvery(5).withShard(shard),
                SuiteRun.Listener.NONE));
    }

    @Test
    void overlappingPartsAreRefused() {
        var part = run(new Shard(1, 3));

        assertThatThrownBy(() -> Report.merged(List.of(part, part)))
                .isInstanceOf(SelectionException.class)
                .hasMessage("the reports overlap: a case occurs in two of them");
    }

    @Test
    void aMissingPartIsNoticed() {
        var parts = Stream.of(1, 3).map(i -> run(new Shard(i, 3))).toList();
        int found = parts.stream().mapToInt(p -> p.entries().size()).sum();

        assertThatThrownBy(() -> Report.merged(parts))
                .isInstanceOf(SelectionException.class)
                .hasMessage("the reports have " + found + " of "
                        + run(Shard.WHOLE).entries().size()
                        + " cases of softmax/*, binary/E3, one case in 7; expected those of all shards");
    }

    @Test
    void everyBrokenRuleIsTold() {
        var entries = new ArrayList<Report.Entry>();
        for (int i = 0; i < 30; i++) {
            entries.add(new Report.Entry("relu#" + i, "unary/U1", "FAILED", "wrong", List.of(), 2));
        }
        entries.add(new Report.Entry("add#7", "binary/E3", "FAILED", "wrong", List.of(), 2));
        var failed = new Report(
                "mine", "--backend mine", "profile", Suite.VERSION, 0, "all rules", 31, "Java", entries, 0, List.of());

        assertThat(Summary.lines(failed))
                .contains(
                        "binary/E3 FAILED in add#7: wrong; repeat with touchstone conform --backend mine --case add#7",
                        "... and 11 more failures; --report DIR writes them all")
                .noneMatch(line -> line.contains("relu#19:"));
        assertThat(Summary.lines(failed, Optional.of(directory)))
                .contains("... and 11 more failures; the report holds them all");
    }

    @Test
    void aFailureNamesRuleCaseAndCommand() throws IOException {
        var failed = new Report(
                "mine",
                "--backend mine --jar mine.jar",
                "profile",
                Suite.VERSION,
                0,
                "all rules",
                1,
                "Java",
                List.of(new Report.Entry(
                        "relu#3", "unary/U1", "FAILED", "output y0[1] is 3, expected 2", List.of(0.0, 1.0), 2)),
                0,
                List.of());
        ReportFiles.write(failed, directory);

        assertThat(Summary.lines(failed))
                .startsWith("unary/U1 FAILED in relu#3: output y0[1] is 3, expected 2; repeat with touchstone conform"
                        + " --backend mine --jar mine.jar --case relu#3")
                .endsWith("mine proves 0 of " + Suite.standard().rules().size() + " rules and FAILS 1");
        assertThat(Files.readString(directory.resolve("junit.xml")))
                .contains("failures=\"1\"", "<failure message=\"1 of 1 cases\">unary/U1 FAILED in relu#3");
        assertThat(Files.readString(directory.resolve("index.html")))
                .contains("unary/U1: 1 case", "actual minus expected of relu#3")
                .doesNotContain("src=", "<link");
        assertThat(ReportFiles.read(directory)).isEqualTo(failed);
    }
}
