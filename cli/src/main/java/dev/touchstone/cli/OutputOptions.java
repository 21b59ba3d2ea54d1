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
import picocli.CommandLine.Model.CommandSpec;

/** Options of every subcommand: in which form it speaks. Results go to the output stream, all else to the error one. */
final class OutputOptions implements Options {
    private boolean json;
    private boolean stacktrace;
    private @Nullable CommandSpec command;

    @Override
    public void declare(Syntax syntax) {
        command = syntax.spec();
        command.addMixin("output", CommandSpec.wrapWithoutInspection(this));
        command.usageMessage().abbreviateSynopsis(true).sortOptions(false).parameterListHeading("%n");
        syntax.add(Argument.flag("--json")
                        .text("Print one JSON object and nothing else.")
                        .to(v -> json = v))
                .add(Argument.flag("--stacktrace")
                        .text("After an error, also print where in the program it happened.")
                        .to(v -> stacktrace = v))
                .standard();
    }

    /** The options of a command that was parsed; empty for the top command. */
    static Optional<OutputOptions> of(CommandLine command) {
        return command.getMixins().values().stream()
                .filter(OutputOptions.class::isInstance)
                .map(OutputOptions.class::cast)
                .findFirst();
    }

    /** The command that runs. */
    CommandLine command() {
        return Objects.requireNonNull(command, "set by declare").commandLine();
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
