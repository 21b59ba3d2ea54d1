package dev.touchstone.cli;

import dev.touchstone.cli.tensor.FillPattern;
import dev.touchstone.cli.text.CFormat;
import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Table;
import dev.touchstone.runtime.Profile;
import dev.touchstone.runtime.RunOptions;
import dev.touchstone.runtime.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code touchstone bench}: how long a run takes. */
@Command(
        name = "bench",
        header = "Measure how long a run takes.",
        description = {
            "Fills the model's inputs with a fixed pattern, runs it, and prints the spread of the measured times. With"
                    + " --profile, one further series of runs measures each node."
        },
        footer = {"  touchstone bench", "  touchstone bench --model mobilenet_v1_int8_224 --repeat 100 --profile"})
final class BenchCommand implements Runnable {
    @Mixin
    private final ModelOptions modelOptions = new ModelOptions();

    @Mixin
    private final RepeatOptions repeats = new RepeatOptions(10, 50);

    @Mixin
    private final ExecutionOptions execution = new ExecutionOptions();

    @Option(names = "--profile", description = "Also print the time of each node, longest first.")
    private boolean profile;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public void run() {
        var model = modelOptions.read(output);
        try (var session = execution.open(model, output)) {
            var inputs = model.graph().inputs().stream()
                    .map(v -> FillPattern.fill(v.name(), v.type()))
                    .toList();
            var times = repeats.time(output, "measuring " + model.name(), () -> session.run(inputs));
            var nodes = Profile.EMPTY;
            if (profile) {
                for (int i = 0; i < repeats.repeat(); i++) {
                    nodes = nodes.plus(session.run(inputs, RunOptions.defaults().withProfile())
                            .profile()
                            .orElseThrow());
                }
            }
            ExecutionOptions.noteFallback(session, output);
            var rows = nodes.rows().stream()
                    .sorted(Comparator.comparingLong(Profile.Row::nanos).reversed())
                    .toList();
            output.print(() -> lines(session, times, rows), () -> json(session, times, rows));
        }
    }

    private List<String> lines(Session session, RunTimes times, List<Profile.Row> rows) {
        var lines = new ArrayList<String>();
        lines.add(session.model().name() + ", precision " + ExecutionOptions.name(session.precision()) + ", "
                + session.placement().summary());
        lines.add("warmup " + repeats.warmup() + ", repeat " + times.count());
        lines.addAll(new Table(
                        Table.right("min ms"),
                        Table.right("median ms"),
                        Table.right("mean ms"),
                        Table.right("max ms"),
                        Table.right("p99 ms"))
                .row(
                        CFormat.fixed(times.min(), 3),
                        CFormat.fixed(times.median(), 3),
                        CFormat.fixed(times.mean(), 3),
                        CFormat.fixed(times.max(), 3),
                        CFormat.fixed(times.percentile(99), 3))
                .lines());
        if (!rows.isEmpty()) {
            lines.add("");
            lines.addAll(profile(rows).lines());
        }
        return lines;
    }

    private static Table profile(List<Profile.Row> rows) {
        long total = rows.stream().mapToLong(Profile.Row::nanos).sum();
        var table = new Table(
                Table.shrinking("node"),
                Table.left("operator"),
                Table.left("backend"),
                Table.right("ms a run"),
                Table.right("share"));
        for (var row : rows) {
            table.row(
                    row.node(),
                    row.operator(),
                    row.backend(),
                    CFormat.fixed(row.nanos() / 1e6 / row.count(), 3),
                    CFormat.fixed(100.0 * row.nanos() / total, 1) + " %");
        }
        return table;
    }

    private Json json(Session session, RunTimes times, List<Profile.Row> rows) {
        return Json.object()
                .with("model", session.model().name())
                .with("precision", ExecutionOptions.name(session.precision()))
                .with("placement", session.placement().summary())
                .with("warmup", repeats.warmup())
                .with("repeat", times.count())
                .with("milliseconds", times.toJson())
                .with(
                        "nodes",
                        rows,
                        r -> Json.object()
                                .with("node", r.node())
                                .with("operator", r.operator())
                                .with("backend", r.backend())
                                .with("runs", r.count())
                                .with("nanos", r.nanos()));
    }
}
