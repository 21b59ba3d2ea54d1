package dev.touchstone.cli;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.replay.Replay;
import dev.touchstone.conformance.replay.ReplayFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** {@code touchstone replay}: does the failure in this file still happen? */
final class ReplayCommand implements Options, Callable<Integer> {
    private @Nullable Path file;
    private final ChosenBackend backend = new ChosenBackend();
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Runs the graph of a replay file on a backend and compares the results with those in the file.")
                .exitCodes("0: the results are right", "3: they are not, or the backend is not available")
                .footer("  touchstone replay failure.json --backend rknpu")
                .positional(Argument.of(Path.class)
                        .label("FILE")
                        .required()
                        .text("What 'touchstone conform' wrote.")
                        .to(v -> file = v))
                .with(backend)
                .with(output);
    }

    @Override
    public Integer call() {
        var replay = ReplayFile.read(Objects.requireNonNull(file, "set by picocli"));
        CaseResult result;
        var underTest = backend.underTest(output);
        try (var opened = underTest.open()) {
            result = Replay.run(replay, opened);
        }
        output.out()
                .println(replay.caseId() + " (" + replay.rule() + ") on " + underTest.name() + ": " + result.word()
                        + (result.reason().isEmpty() ? "" : ": " + result.reason()));
        output.out().flush();
        return result.isFailure() ? ExitCode.BACKEND : ExitCode.OK;
    }
}
