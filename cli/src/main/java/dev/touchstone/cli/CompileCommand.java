package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import dev.touchstone.model.Model;
import dev.touchstone.runtime.Placement;
import dev.touchstone.runtime.Session;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/** {@code touchstone compile}: fills the cache of compiled models, which a first start would do at its own pace. */
final class CompileCommand implements Options, Runnable {
    private final ModelOptions modelOptions = new ModelOptions();
    private final ShapeOptions shapes = new ShapeOptions();
    private final ExecutionOptions execution = new ExecutionOptions();
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Compiles a model for its backends and keeps the result in a directory, so that later commands"
                                + " and programs with the same directory start at once. On a board the first"
                                + " compilation takes minutes. Nothing is run. Backends that have nothing to keep, like"
                                + " 'reference', compile in memory as always.")
                .footer(
                        "  touchstone compile --model DIR --backend rknpu --cache CACHE",
                        "  touchstone classify --model DIR --backend rknpu --cache CACHE")
                .with(modelOptions)
                .with(shapes)
                .with(execution)
                .with(output);
    }

    @Override
    public void run() {
        if (execution.cache().isEmpty()) {
            throw new ParameterException(
                    output.command(), "no --cache is given; without a directory the compiled model is lost");
        }
        var model = modelOptions.read(output, execution.cache());
        shapes.check(output, model);
        var wanted = new LinkedHashMap<String, Shape>();
        model.inputs().forEach(i -> shapes.of(i).ifPresent(s -> wanted.put(i.name(), s)));
        long start = System.nanoTime();
        try (var session = execution.open(model, output);
                var _ = output.progress("compiling " + model.name())) {
            var placement = placement(session, wanted);
            double seconds = (System.nanoTime() - start) / 1e9;
            ExecutionOptions.noteFallback(session, output);
            output.print(() -> lines(model, placement, seconds), () -> json(placement, seconds));
        }
    }

    private static Placement placement(Session session, Map<String, Shape> wanted) {
        return wanted.isEmpty() ? session.placement() : session.placement(wanted);
    }

    private List<String> lines(Model model, Placement placement, double seconds) {
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "%s compiled in %.1f s", model.name(), seconds));
        lines.add(placement.summary());
        execution.cache().ifPresent(c -> lines.add("cache: " + c));
        return lines;
    }

    private Json json(Placement placement, double seconds) {
        return Json.object()
                .with("seconds", seconds)
                .with("cache", execution.cache().map(Object::toString).orElse(null))
                .with("placement", placement.summary());
    }
}
