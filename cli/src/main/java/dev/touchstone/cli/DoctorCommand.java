package dev.touchstone.cli;

import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Finding.State;
import dev.touchstone.backend.checkup.Machine;
import dev.touchstone.backend.checkup.Piece;
import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Table;
import dev.touchstone.cli.text.Wrap;
import dev.touchstone.runtime.doctor.Doctor;
import dev.touchstone.runtime.doctor.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** {@code touchstone doctor}: what keeps a backend from working on this machine, and what to do about it. */
final class DoctorCommand implements Options, Callable<Integer> {
    private List<String> subjects = List.of();
    private @Nullable Path root;
    private boolean verbose;
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Looks at everything that a backend needs of its machine: chip, libraries and their versions,"
                                + " driver, firmware, Java. Says what is wrong, what it should be and what to do; then"
                                + " what cannot be told; then what is in order. Reads files only and changes nothing."
                                + " The exit code is 0 only if nothing is wrong.")
                .footer(
                        "  touchstone doctor",
                        "  touchstone doctor rknpu --json",
                        "  touchstone doctor --root /mnt/image",
                        "      a board whose files are mounted here")
                .positional(Argument.listOf(String.class)
                        .label("SUBJECT")
                        .arity("0..*")
                        .text("What to look at: 'general', or the name of a backend. Without it: everything.")
                        .to(v -> subjects = v))
                .add(Argument.of(Path.class, "--root")
                        .label("DIR")
                        .text("Look at the machine whose root directory this is, instead of this one.")
                        .to(v -> root = v))
                .add(Argument.flag("-v", "--verbose")
                        .text("Also print what each answer rests on.")
                        .to(v -> verbose = v))
                .with(output);
    }

    @Override
    public Integer call() {
        if (root != null && !Files.isDirectory(root)) {
            throw new ParameterException(output.command(), "--root " + root + " is no directory");
        }
        var doctor = Doctor.find();
        for (var subject : subjects) {
            if (!doctor.names().contains(subject)) {
                throw new ParameterException(
                        output.command(),
                        "there is nothing to look at for '" + subject + "'; expected "
                                + String.join(", ", doctor.names()));
            }
        }
        var wanted = new LinkedHashSet<>(subjects.isEmpty() ? doctor.names() : subjects);
        var report = doctor.examine(root == null ? Machine.here() : Machine.below(root), wanted);
        output.print(() -> lines(report, verbose), () -> json(report));
        return report.in(State.WRONG).isEmpty() ? ExitCode.OK : ExitCode.BACKEND;
    }

    static List<String> lines(Report report, boolean verbose) {
        var lines = new ArrayList<String>();
        for (var state : List.of(State.WRONG, State.CANNOT_TELL, State.OK)) {
            for (var result : report.in(state)) {
                lines.addAll(lines(result, verbose));
            }
        }
        if (!report.pieces().isEmpty()) {
            lines.add("");
            lines.addAll(versions(report.pieces()));
        }
        lines.add("");
        lines.addAll(report.first()
                .map(r -> Wrap.lines(
                        "First: ",
                        7,
                        r.finding().remedy().isEmpty()
                                ? "see " + r.check().id()
                                : r.finding().remedy()))
                .orElse(List.of("Nothing is wrong.")));
        return lines;
    }

    private static List<String> lines(Report.Result result, boolean verbose) {
        var finding = result.finding();
        var head = "[" + name(finding.state()) + "] " + result.check().id() + ": ";
        var lines = new ArrayList<String>();
        if (finding.state() == State.OK && !verbose) {
            var line = head + finding.found();
            lines.add(line.length() <= Table.WIDTH ? line : line.substring(0, Table.WIDTH - 3) + "...");
            return lines;
        }
        lines.addAll(Wrap.lines(head, 4, finding.found()));
        if (!finding.expected().isEmpty()) {
            lines.addAll(Wrap.lines("    expected: ", 6, finding.expected()));
        }
        if (!finding.remedy().isEmpty()) {
            lines.addAll(Wrap.lines("    what to do: ", 6, finding.remedy()));
        }
        if (verbose) {
            lines.addAll(Wrap.lines("    asked: ", 6, result.check().question()));
            finding.evidence().forEach(e -> lines.addAll(Wrap.lines("    rests on: ", 6, e)));
        }
        return lines;
    }

    private static List<String> versions(List<Piece> pieces) {
        var lines = new ArrayList<String>();
        int width = pieces.stream().mapToInt(p -> p.what().length()).max().orElse(0);
        for (var piece : pieces) {
            var head = piece.what() + " ".repeat(width - piece.what().length() + 2);
            lines.addAll(Wrap.lines(
                    head, width + 2, piece.version() + (piece.where().isEmpty() ? "" : " in " + piece.where())));
        }
        return lines;
    }

    private static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static Json json(Report report) {
        return Json.object()
                .with("checks", report.results(), DoctorCommand::json)
                .with(
                        "versions",
                        report.pieces(),
                        p -> Json.object()
                                .with("what", p.what())
                                .with("where", p.where())
                                .with("version", p.version()))
                .with("first", report.first().map(r -> r.finding().remedy()).orElse(null));
    }

    private static Json json(Report.Result result) {
        Finding finding = result.finding();
        return Json.object()
                .with("subject", result.checkup())
                .with("id", result.check().id())
                .with("question", result.check().question())
                .with("state", name(finding.state()))
                .with("found", finding.found())
                .with("expected", finding.expected())
                .with("remedy", finding.remedy())
                .with("evidence", finding.evidence(), Json::of);
    }
}
