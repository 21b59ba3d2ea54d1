package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Wrap;
import dev.touchstone.runtime.AmbiguousOrderException;
import dev.touchstone.runtime.BackendReport;
import dev.touchstone.runtime.BackendStatus;
import dev.touchstone.runtime.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code touchstone backends}: who could run a model here, and who could not and why. */
final class BackendsCommand implements Options, Callable<Integer> {
    private List<String> addresses = List.of();
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Lists every backend that was found, in the order in which models use them: whether it works"
                                + " here, and if not, why and what to do about it. 'reference' is plain Java and always"
                                + " works.",
                        "",
                        "With names or places, opens just these, which shows whether another machine can be reached.")
                .footer(
                        "  touchstone backends",
                        "  touchstone backends --json",
                        "  touchstone backends rknpu@ssh:user@board")
                .positional(Argument.listOf(String.class)
                        .label("NAME[@PLACE]")
                        .arity("0..*")
                        .text("Backends to open and to close again.")
                        .to(v -> addresses = v))
                .with(output);
    }

    @Override
    public Integer call() {
        var backends = Backends.find();
        if (addresses.isEmpty()) {
            output.print(() -> lines(backends), () -> json(backends));
            return ExitCode.OK;
        }
        var reports = new ArrayList<BackendReport>();
        for (var address : addresses) {
            try (var _ = output.progress("opening " + address)) {
                reports.add(backends.ask(address));
            }
        }
        output.print(
                () -> reports.stream().flatMap(r -> lines(r).stream()).toList(),
                () -> Json.object().with("backends", reports, BackendsCommand::json));
        return reports.stream().allMatch(r -> r.status() instanceof BackendStatus.Available)
                ? ExitCode.OK
                : ExitCode.BACKEND;
    }

    private static List<String> lines(Backends backends) {
        var lines = new ArrayList<String>();
        for (var report : backends.reports()) {
            lines.addAll(lines(report));
        }
        if (backends.reports().isEmpty()) {
            lines.addAll(
                    Wrap.lines("", 0, "No backend was found: touchstone-ops-reference is not on the module path."));
        }
        try {
            lines.add("");
            lines.add("Models use: " + String.join(", ", backends.defaultOrder()));
        } catch (AmbiguousOrderException e) {
            lines.addAll(Wrap.lines("", 0, "No default order: " + e.getMessage()));
        }
        return lines;
    }

    static List<String> lines(BackendReport report) {
        var name = report.name().or(report::className).orElse("unknown provider");
        var lines = new ArrayList<>(
                switch (report.status()) {
                    case BackendStatus.Available a -> available(name, a);
                    case BackendStatus.Unavailable u -> {
                        var text = new ArrayList<>(Wrap.lines(head(name, "not available: "), 2, u.reason()));
                        if (!u.remedy().isEmpty()) {
                            text.addAll(Wrap.lines("  what to do: ", 4, u.remedy()));
                        }
                        yield text;
                    }
                    case BackendStatus.Broken b -> Wrap.lines(head(name, "broken: "), 2, b.what());
                    case BackendStatus.Shadowed s ->
                        Wrap.lines(head(name, "not used, shadowed by "), 2, s.by() + ": " + s.why());
                });
        report.location().ifPresent(l -> lines.addAll(Wrap.lines("  from ", 4, l)));
        return lines;
    }

    private static List<String> available(String name, BackendStatus.Available status) {
        var lines = new ArrayList<String>();
        lines.add(head(name, "available"));
        status.facts().forEach(f -> lines.addAll(Wrap.lines("  ", 4, f)));
        return lines;
    }

    private static String head(String name, String status) {
        return name + ": " + status;
    }

    private static Json json(Backends backends) {
        var json = Json.object().with("backends", backends.reports(), BackendsCommand::json);
        try {
            return json.with("defaultOrder", backends.defaultOrder(), Json::of);
        } catch (AmbiguousOrderException e) {
            return json.with("defaultOrder", (String) null).with("ambiguous", e.backends(), Json::of);
        }
    }

    static Json json(BackendReport report) {
        var json = Json.object()
                .with("name", report.name().orElse(null))
                .with("class", report.className().orElse(null))
                .with("location", report.location().orElse(null))
                .with(
                        "priority",
                        report.priority().isPresent()
                                ? Json.of(report.priority().getAsInt())
                                : Json.of((String) null));
        return switch (report.status()) {
            case BackendStatus.Available a -> json.with("status", "available").with("facts", a.facts(), Json::of);
            case BackendStatus.Unavailable u ->
                json.with("status", "unavailable").with("reason", u.reason()).with("remedy", u.remedy());
            case BackendStatus.Broken b -> json.with("status", "broken").with("reason", b.what());
            case BackendStatus.Shadowed s ->
                json.with("status", "shadowed").with("by", s.by()).with("reason", s.why());
        };
    }
}
