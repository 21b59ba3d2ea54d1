package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Wrap;
import dev.touchstone.runtime.BackendReport;
import dev.touchstone.runtime.Backends;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code touchstone backends}: every backend that was found, and what stands in the way of the others. */
@Command(
        name = "backends",
        header = "List the backends, available or not.",
        description = {
            "Prints every backend provider on the class path or module path with its priority: available and with what,"
                    + " not available and what to do, broken, or shadowed by another of the same name."
        },
        footer = {"  touchstone backends", "  touchstone backends --json"})
final class BackendsCommand implements Runnable {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public void run() {
        var backends = Backends.find();
        output.print(
                () -> lines(backends.reports()), () -> Json.object().with("backends", backends.reports(), this::json));
    }

    private static List<String> lines(List<BackendReport> reports) {
        var lines = new ArrayList<String>();
        for (var report : reports) {
            lines.addAll(Wrap.lines("", 4, report.toString()));
        }
        return lines;
    }

    private Json json(BackendReport report) {
        return Json.object()
                .with("name", report.name().orElse(null))
                .with("provider", report.className().orElse(null))
                .with("location", report.location().orElse(null))
                .with(
                        "priority",
                        report.priority().isPresent()
                                ? Json.of((long) report.priority().getAsInt())
                                : Json.of((String) null))
                .with("status", report.status().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
                .with("detail", report.status().toString());
    }
}
