package dev.touchstone.cli;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.replay.Replay;
import dev.touchstone.conformance.replay.ReplayFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code touchstone replay}: does the failure in this file still happen? */
@Command(
        name = "replay",
        addMethodSubcommands = false,
        header = "Repeat a computation that the conformance suite wrote.",
        description = {"Runs the graph of a replay file on a backend and compares the results with those in the file."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0: the results are right", "3: they are not, or the backend is not available"},
        footer = {"  touchstone replay failure.json --backend rknpu"})
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What 'touchstone conform' wrote.")
    private @Nullable Path file;

    @Mixin
    private final ChosenBackend backend = new ChosenBackend();

    @Mixin
    private final OutputOptions output = new OutputOptions();

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
