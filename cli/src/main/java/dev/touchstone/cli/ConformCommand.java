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
import picocli.CommandLine.ParameterException;

/** {@code touchstone conform}: does a backend compute what the rules say? */
final class ConformCommand implements Options, Callable<Integer> {
    private final ChosenBackend backend = new ChosenBackend();
    private List<String> rules = List.of();
    private List<String> cases = List.of();
    private int every = 1;
    private long seed;
    private String shard = "1/1";
    private @Nullable String budget;
    private @Nullable Path report;
    private List<Path> merge = List.of();
    private boolean list;
    private @Nullable Path export;
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description("Runs the conformance suite on a backend and says which rules it proves. Every failure comes"
                        + " with the command that repeats it. What the backend does not support is skipped and"
                        + " counted; an empty selection is an error.")
                .exitCodes(
                        "0: no rule failed",
                        "1: wrong usage, or nothing was selected",
                        "3: a rule failed, or the backend is not available")
                .footer(
                        "  touchstone conform --backend reference",
                        "  touchstone conform --backend rknpu --rules 'conv2d/*' --report out",
                        "  touchstone conform --backend rknpu@ssh:user@board --time-budget 10m",
                        "  touchstone conform --jar mine.jar --shard 3/8 --report part3",
                        "  touchstone conform --merge part1 --merge part2 --report whole")
                .with(backend)
                .add(Argument.listOf(String.class, "--rules")
                        .label("PATTERN")
                        .split(",")
                        .text("Only these rules: conv2d/*, conv2d/C3, relu6/*, paddle/*, models/*.")
                        .to(v -> rules = v))
                .add(Argument.listOf(String.class, "--case")
                        .label("ID")
                        .split(",")
                        .text("Only these cases: conv2d#17.")
                        .to(v -> cases = v))
                .add(Argument.of(int.class, "--every")
                        .label("N")
                        .text("Only one case of each rule in so many.")
                        .to(v -> every = v))
                .add(Argument.of(long.class, "--seed")
                        .label("S")
                        .text("Draw the cases anew. Default: 0, the published suite.")
                        .to(v -> seed = v))
                .add(Argument.of(String.class, "--shard")
                        .label("I/N")
                        .text("Only the I-th of N parts.")
                        .to(v -> shard = v))
                .add(Argument.of(String.class, "--time-budget")
                        .label("TIME")
                        .text("Stop after this time, 90s or 10m; rules take turns, and what was not reached is"
                                + " counted.")
                        .to(v -> budget = v))
                .add(Argument.of(Path.class, "--report")
                        .label("DIR")
                        .text("Write index.html, report.json and junit.xml into this directory.")
                        .to(v -> report = v))
                .add(Argument.listOf(Path.class, "--merge")
                        .label("DIR")
                        .text("Make one report of those of all shards; runs nothing.")
                        .to(v -> merge = v))
                .add(Argument.flag("--list")
                        .text("Print the selected cases; runs nothing.")
                        .to(v -> list = v))
                .add(Argument.of(Path.class, "--export")
                        .label("DIR")
                        .text("Write the selected computations as files for programs outside the JVM; runs nothing.")
                        .to(v -> export = v))
                .with(output);
    }

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
