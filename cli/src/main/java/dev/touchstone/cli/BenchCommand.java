package dev.touchstone.cli;

import dev.touchstone.cli.tensor.FillPattern;
import dev.touchstone.cli.text.CFormat;
import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Table;
import dev.touchstone.model.Model;
import dev.touchstone.runtime.Outputs;
import dev.touchstone.runtime.Profile;
import dev.touchstone.runtime.RunOptions;
import dev.touchstone.runtime.Session;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code touchstone bench}: how long a model takes, and where. */
final class BenchCommand implements Options, Runnable {
    private final ModelOptions modelOptions = new ModelOptions();
    private final ShapeOptions shapes = new ShapeOptions();
    private final RepeatOptions repeats = new RepeatOptions();
    private boolean profile;
    private final ExecutionOptions execution = new ExecutionOptions();
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Runs a model repeatedly on the same pseudo-random input and prints the durations. Compilation"
                                + " is measured apart. A Java program speeds up during its first runs: give --warmup"
                                + " more than a few for a figure that lasts.")
                .footer(
                        "  touchstone bench --model DIR --warmup 20 --repeat 50",
                        "  touchstone bench --model DIR --precision full-int8 --profile",
                        "      which nodes take the time")
                .with(modelOptions)
                .with(shapes)
                .with(repeats)
                .add(Argument.flag("--profile")
                        .text("Also print the time of each node, the longest first.")
                        .to(v -> profile = v))
                .with(execution)
                .with(output);
    }

    @Override
    public void run() {
        repeats.check(output);
        var model = modelOptions.read(output);
        var inputs = inputs(model);
        long start = System.nanoTime();
        try (var session = execution.open(model, output)) {
            session.placement(shapesOf(model, inputs));
            double compile = (System.nanoTime() - start) / 1e6;
            var measured = repeats.measure(output, "measuring " + model.name(), () -> session.run(inputs));
            // Measured apart: looking at every node would slow the runs down.
            var nodes = profile ? profile(session, inputs) : Profile.EMPTY;
            ExecutionOptions.noteFallback(session, output);
            output.print(
                    () -> lines(session, measured.times(), compile, nodes),
                    () -> json(session, measured.times(), compile, nodes));
        }
    }

    private List<Tensor> inputs(Model model) {
        shapes.check(output, model);
        return model.inputs().stream()
                .map(i -> FillPattern.fill(
                        i.name(), TensorType.of(i.dataType(), shapes.of(i).orElseGet(() -> ShapeOptions.declared(i)))))
                .toList();
    }

    private static Map<String, Shape> shapesOf(Model model, List<Tensor> inputs) {
        var all = new LinkedHashMap<String, Shape>();
        for (int i = 0; i < inputs.size(); i++) {
            all.put(model.inputs().get(i).name(), inputs.get(i).shape());
        }
        return all;
    }

    private Profile profile(Session session, List<Tensor> inputs) {
        var sum = Profile.EMPTY;
        try (var progress = output.progress("profiling " + session.model().name())) {
            for (int i = 0; i < repeats.repeat(); i++) {
                progress.step(i + 1, repeats.repeat());
                Outputs outputs = session.run(inputs, RunOptions.defaults().withProfile());
                sum = sum.plus(outputs.profile().orElse(Profile.EMPTY));
            }
        }
        return sum;
    }

    private List<String> lines(Session session, RunTimes times, double compile, Profile nodes) {
        var lines = new ArrayList<String>();
        lines.add("model      " + session.model().name());
        lines.add("precision  " + ExecutionOptions.name(session.precision()));
        lines.add("placement  " + session.placement().summary());
        lines.add("compile    " + ms(compile));
        lines.add("runs       " + times.count() + " after " + repeats.warmup() + " to warm up");
        lines.add("min        " + ms(times.min()));
        lines.add("median     " + ms(times.median()));
        lines.add("mean       " + ms(times.mean()));
        lines.add("p99        " + ms(times.percentile(99)));
        lines.add("max        " + ms(times.max()));
        if (profile) {
            lines.add("");
            lines.addAll(table(nodes).lines());
        }
        return lines;
    }

    private static String ms(double milliseconds) {
        return CFormat.fixed(milliseconds, 3) + " ms";
    }

    private static Table table(Profile profile) {
        var table = new Table(
                Table.right("share"),
                Table.right("ms"),
                Table.left("backend"),
                Table.left("operator"),
                Table.shrinking("node"));
        double total = Math.max(1, profile.nanos());
        longestFirst(profile)
                .forEach(r -> table.row(
                        CFormat.fixed(100 * r.nanos() / total, 1) + " %",
                        CFormat.fixed(r.nanos() / 1e6 / r.count(), 3),
                        r.backend(),
                        r.operator(),
                        r.node()));
        return table;
    }

    private static List<Profile.Row> longestFirst(Profile profile) {
        return profile.rows().stream()
                .sorted(Comparator.comparingLong(Profile.Row::nanos).reversed())
                .toList();
    }

    private Json json(Session session, RunTimes times, double compile, Profile nodes) {
        var json = Json.object()
                .with("model", session.model().name())
                .with("precision", ExecutionOptions.name(session.precision()))
                .with("placement", session.placement().summary())
                .with("compileMilliseconds", compile)
                .with("warmup", repeats.warmup())
                .with("repeat", times.count())
                .with("milliseconds", times.toJson());
        if (profile) {
            json.with(
                    "profile",
                    longestFirst(nodes),
                    r -> Json.object()
                            .with("node", r.node())
                            .with("operator", r.operator())
                            .with("backend", r.backend())
                            .with("count", r.count())
                            .with("nanoseconds", r.nanos()));
        }
        return json;
    }
}
