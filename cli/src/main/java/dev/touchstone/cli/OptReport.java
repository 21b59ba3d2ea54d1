package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Table;
import dev.touchstone.cli.text.Wrap;
import dev.touchstone.paddle.opt.Decision;
import dev.touchstone.paddle.opt.Optimized;
import dev.touchstone.paddle.opt.Target;
import dev.touchstone.paddle.program.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What {@code opt} has done, or knows.
 *
 * @param written the file or directory
 */
record OptReport(Program program, Optimized optimized, List<Target> targets, Path written) {
    static String names(Collection<Target> targets) {
        return targets.stream().map(Target::text).collect(Collectors.joining(","));
    }

    /** For reading. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("model: " + program.name() + ", " + optimized.decisions().size() + " operators, "
                + program.parameters().size() + " parameters");
        lines.add("");
        lines.addAll(table().lines());
        lines.add("");
        var reasons = reasons();
        if (!reasons.isEmpty()) {
            lines.add("Not on rknpu, because:");
            reasons.forEach((reason, operators) ->
                    lines.addAll(Wrap.lines("- ", 2, reason + ": " + String.join(", ", operators))));
            lines.add("");
        }
        for (var target : Target.values()) {
            if (targets.contains(target)) {
                lines.add(target.text() + ": " + optimized.count(target) + " operators"
                        + (target == Target.RKNPU ? " in " + optimized.parts() + " parts" : ""));
            }
        }
        lines.add("written: " + written);
        return lines;
    }

    private Table table() {
        var counts = new TreeMap<String, LinkedHashMap<Target, Integer>>();
        for (var decision : optimized.decisions()) {
            counts.computeIfAbsent(decision.type(), t -> new LinkedHashMap<>())
                    .merge(decision.target(), 1, Integer::sum);
        }
        var table = new Table(Table.right("rknpu"), Table.right("arm"), Table.left("operator"));
        counts.forEach((type, row) ->
                table.row(cell(row.getOrDefault(Target.RKNPU, 0)), cell(row.getOrDefault(Target.ARM, 0)), type));
        return table;
    }

    private static String cell(int count) {
        return count == 0 ? "" : Integer.toString(count);
    }

    /** The operators of each reason: {@code softmax_0 (softmax)}. */
    private LinkedHashMap<String, List<String>> reasons() {
        var reasons = new LinkedHashMap<String, List<String>>();
        for (var decision : optimized.decisions()) {
            decision.reason()
                    .ifPresent(r -> reasons.computeIfAbsent(r, k -> new ArrayList<>())
                            .add(decision.output() + " (" + decision.type() + ")"));
        }
        return reasons;
    }

    /** For programs. */
    Json toJson() {
        return Json.object()
                .with("model", program.name())
                .with("written", written.toString())
                .with("targets", targets, t -> Json.of(t.text()))
                .with("parts", optimized.parts())
                .with("operators", optimized.decisions(), OptReport::json);
    }

    private static Json json(Decision decision) {
        var object = Json.object()
                .with("type", decision.type())
                .with("output", decision.output())
                .with("target", decision.target().text());
        return decision.reason().map(r -> object.with("reason", r)).orElse(object);
    }

    /** A table of operator types and who runs them. */
    static void printOperators(OutputOptions output, String title, SortedSet<String> types) {
        output.print(
                () -> {
                    var lines = new ArrayList<String>();
                    lines.add(title + ": " + types.size());
                    lines.addAll(table(types).lines());
                    return lines;
                },
                () -> Json.object().with("operators", json(types)));
    }

    private static Json json(SortedSet<String> types) {
        var object = Json.object();
        types.forEach(t -> object.with(t, OptCommand.targetsJson(t)));
        return object;
    }

    private static Table table(SortedSet<String> types) {
        var table = new Table(Table.right("operator"), Table.left("arm"), Table.left("rknpu"));
        for (var type : types) {
            table.row(type, mark(Target.ARM, type), mark(Target.RKNPU, type));
        }
        return table;
    }

    private static String mark(Target target, String type) {
        return target.operators().contains(type) ? "Y" : "";
    }

    /** The types in a model, and whether they are all supported. */
    static void printModel(OutputOptions output, Program program) {
        var types = new TreeSet<String>();
        program.blocks().forEach(b -> b.ops().forEach(o -> types.add(o.type())));
        types.removeAll(List.of("feed", "fetch", "fetch_v2", "subgraph"));
        var unsupported =
                types.stream().filter(t -> !Target.ARM.operators().contains(t)).toList();
        output.print(
                () -> {
                    var lines = new ArrayList<String>();
                    lines.add("Operators in " + program.name() + ": " + types.size());
                    lines.addAll(table(types).lines());
                    lines.add(
                            unsupported.isEmpty()
                                    ? "All of them are supported."
                                    : unsupported.size() + " of them are not supported: "
                                            + String.join(", ", unsupported));
                    return lines;
                },
                () -> Json.object()
                        .with("model", program.name())
                        .with("operators", json(types))
                        .with("unsupported", unsupported, Json::of));
    }
}
