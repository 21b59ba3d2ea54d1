package dev.touchstone.cli;

import dev.touchstone.backend.BackendOptions;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.replay.Replay;
import dev.touchstone.conformance.replay.ReplayFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code touchstone replay}: does the failure in this file still happen? */
@Command(
        name = "replay",
        header = "Repeat a computation that the conformance suite wrote.",
        description = {"Runs the graph of a replay file on a backend and compares the results with those in the file."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0: the results are right", "3: they are not, or the backend is not available"},
        footer = {"  touchstone replay failure.json --backend rknpu"})
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What 'touchstone conform' wrote.")
    private @Nullable Path file;

    @Option(
            names = {"-b", "--backend"},
            paramLabel = "NAME",
            description = "Who computes. Default: reference.")
    private String backend = "reference";

    @Option(names = "--jar", paramLabel = "FILE", description = "Jar file that holds the backend; may be repeated.")
    private List<Path> jars = List.of();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        var replay = ReplayFile.read(Objects.requireNonNull(file, "set by picocli"));
        CaseResult result;
        try (var opened = ConformCommand.provider(backend, jars).open(BackendOptions.defaults())) {
            result = Replay.run(replay, opened);
        }
        output.out()
                .println(replay.caseId() + " (" + replay.rule() + ") on " + backend + ": " + result.word()
                        + (result.reason().isEmpty() ? "" : ": " + result.reason()));
        output.out().flush();
        return result.isFailure() ? ExitCode.BACKEND : ExitCode.OK;
    }
}
