package dev.touchstone.cli;

import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.replay.CaseExport;
import dev.touchstone.conformance.report.Report;
import dev.touchstone.conformance.report.ReportFiles;
import dev.touchstone.conformance.report.Summary;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.SelectionException;
import dev.touchstone.conformance.suite.Shard;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.conformance.suite.SuiteRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code touchstone conform}: does a backend compute what the rules say? */
@Command(
        name = "conform",
        addMethodSubcommands = false,
        header = "Hold a backend against every rule of every operator.",
        description = {
            "Runs the conformance suite on a backend and says which rules it proves. Every failure comes with the"
                    + " command that repeats it. What the backend does not support is skipped and counted; an empty"
                    + " selection is an error."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0: no rule failed",
            "1: wrong usage, or nothing was selected",
            "3: a rule failed, or the backend is not available"
        },
        footer = {
            "  touchstone conform --backend reference",
            "  touchstone conform --backend rknpu --rules 'conv2d/*' --report out",
            "  touchstone conform --backend rknpu@ssh:user@board --time-budget 10m",
            "  touchstone conform --jar mine.jar --shard 3/8 --report part3",
            "  touchstone conform --merge part1 --merge part2 --report whole"
        })
final class ConformCommand implements Callable<Integer> {
    @Mixin
    private final ChosenBackend backend = new ChosenBackend();

    @Option(
            names = "--rules",
            paramLabel = "PATTERN",
            split = ",",
            description = "Only these rules: conv2d/*, conv2d/C3, relu6/*, paddle/*, models/*.")
    private List<String> rules = List.of();

    @Option(names = "--case", paramLabel = "ID", split = ",", description = "Only these cases: conv2d#17.")
    private List<String> cases = List.of();

    @Option(names = "--every", paramLabel = "N", description = "Only one case of each rule in so many.")
    private int every = 1;

    @Option(names = "--seed", paramLabel = "S", description = "Draw the cases anew. Default: 0, the published suite.")
    private long seed;

    @Option(names = "--shard", paramLabel = "I/N", description = "Only the I-th of N parts.")
    private String shard = "1/1";

    @Option(
            names = "--time-budget",
            paramLabel = "TIME",
            description = "Stop after this time, 90s or 10m; rules take turns, and what was not reached is counted.")
    private @Nullable String budget;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write index.html, report.json and junit.xml into this directory.")
    private @Nullable Path report;

    @Option(
            names = "--merge",
            paramLabel = "DIR",
            description = "Make one report of those of all shards; runs nothing.")
    private List<Path> merge = List.of();

    @Option(names = "--list", description = "Print the selected cases; runs nothing.")
    private boolean list;

    @Option(
            names = "--export",
            paramLabel = "DIR",
            description = "Write the selected computations as files for programs outside the JVM; runs nothing.")
    private @Nullable Path export;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        if (!merge.isEmpty()) {
            try {
                return finish(
                        Report.merged(merge.stream().map(ReportFiles::read).toList()));
            } catch (SelectionException e) {
                throw new ParameterException(output.command(), String.valueOf(e.getMessage()), e);
            }
        }
        var suite = Suite.standard(seed);
        Selection selection;
        List<ConformanceCase> selected;
        try {
            selection = new Selection(rules, cases, every, Shard.parse(shard));
            selected = selection.of(suite);
        } catch (SelectionException e) {
            throw new ParameterException(output.command(), String.valueOf(e.getMessage()), e);
        }
        if (list) {
            selected.forEach(c -> output.out().println(c.id() + " " + c.rule()));
            output.out().println(selected.size() + " cases");
            output.out().flush();
            return ExitCode.OK;
        }
        if (export != null) {
            return export(selected, export);
        }
        var underTest = backend.underTest(output);
        var run = budget == null ? SuiteRun.USUAL : SuiteRun.USUAL.within(duration(budget));
        var err = output.command().getErr();
        var results = run.run(underTest, suite, selection, (outcome, done, total) -> {
            // A line for each twentieth part reads well in a log too.
            if (done * 20L / total != (done - 1) * 20L / total) {
                err.println("touchstone: " + done * 100L / total + " % of " + total + " cases");
                err.flush();
            }
        });
        if (results.outcomes().isEmpty()) {
            throw new ParameterException(
                    output.command(),
                    "--time-budget is " + budget + ", too short for a single case: nothing was tested");
        }
        return finish(Report.of(results));
    }

    private int export(List<ConformanceCase> selected, Path directory) {
        int written = 0;
        try {
            for (var c : selected) {
                var computation = c.computation();
                if (computation.isPresent()) {
                    CaseExport.write(directory, c, computation.get(), seed);
                    written++;
                }
            }
        } catch (IOException e) {
            throw new UserFileException(directory, "cannot be written (" + e.getMessage() + ")", e);
        }
        output.out().println(written + " computations written to " + directory);
        output.out().flush();
        return ExitCode.OK;
    }

    private int finish(Report found) {
        Summary.lines(found, Optional.ofNullable(report)).forEach(output.out()::println);
        if (report != null) {
            try {
                ReportFiles.write(found, report);
            } catch (IOException e) {
                throw new UserFileException(report, "cannot be written (" + e.getMessage() + ")", e);
            }
            output.out().println("report: " + report.resolve("index.html"));
        }
        output.out().flush();
        return found.failures().isEmpty() ? ExitCode.OK : ExitCode.BACKEND;
    }

    private Duration duration(String text) {
        return Optional.of(text)
                .filter(t -> t.matches("\\d{1,6}[smh]"))
                .map(t -> Duration.parse("PT" + t))
                .orElseThrow(() -> new ParameterException(
                        output.command(),
                        "--time-budget is '" + text + "'; expected a number and a unit, as 90s or 10m"));
    }
}
