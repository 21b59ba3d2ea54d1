package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Progress;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every subcommand: in which form it speaks. Results go to the output stream, all else to the error one. */
@Command(
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        versionProvider = Version.class,
        synopsisHeading = "%nUsage: ",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n")
final class OutputOptions {
    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Option(names = "--stacktrace", description = "After an error, also print where in the program it happened.")
    private boolean stacktrace;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** The options of a command that was parsed; empty for the top command. */
    static Optional<OutputOptions> of(CommandLine command) {
        return command.getMixins().values().stream()
                .filter(OutputOptions.class::isInstance)
                .map(OutputOptions.class::cast)
                .findFirst();
    }

    /** The command that runs. */
    CommandLine command() {
        return Objects.requireNonNull(command, "set by picocli").commandLine();
    }

    /** Where this Touchstone stands. */
    Installation installation() {
        return ((Touchstone) command().getCommandSpec().root().userObject()).installation();
    }

    boolean json() {
        return json;
    }

    boolean stacktrace() {
        return stacktrace;
    }

    PrintWriter out() {
        return command().getOut();
    }

    /** Says something that is no result. */
    void note(String text) {
        command().getErr().println("touchstone: " + text);
        command().getErr().flush();
    }

    /** Watches work that may take long; the caller closes it. */
    Progress progress(String task) {
        return Progress.start(command().getErr(), task);
    }

    /** Prints a result in the form that was asked for. */
    void print(Supplier<List<String>> lines, Supplier<Json> object) {
        if (json) {
            out().println(object.get().toText());
        } else {
            lines.get().forEach(out()::println);
        }
        out().flush();
    }
}
