package dev.touchstone.cli;

import dev.touchstone.BackendException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.cli.text.Json;
import dev.touchstone.runtime.AmbiguousOrderException;
import dev.touchstone.runtime.StrictPlacementException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns every failure into one readable message on the error stream and an exit code; with {@code --json} the message
 * is also the object on the output stream.
 */
final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        var command = e.getCommandLine();
        var err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + message(e));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.USAGE;
    }

    private static String message(ParameterException e) {
        boolean top = e.getCommandLine().getParent() == null;
        return top && e instanceof UnmatchedArgumentException u && !u.isUnknownOption()
                ? "there is no command '" + u.getUnmatched().getFirst() + "'"
                : String.valueOf(e.getMessage());
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof ParameterException p) {
            return handleParseException(p, new String[0]);
        }
        report(e, command);
        return code(e);
    }

    /** For failures that picocli does not catch. */
    static int report(Throwable e, CommandLine command) {
        var options = OutputOptions.of(command);
        var err = command.getErr();
        err.println("touchstone: " + message(e));
        if (options.map(OutputOptions::stacktrace).orElse(false)) {
            e.printStackTrace(err);
        }
        err.flush();
        if (options.map(OutputOptions::json).orElse(false)) {
            var error = Json.object()
                    .with("type", e.getClass().getSimpleName())
                    .with("message", message(e))
                    .with("exitCode", code(e));
            command.getOut().println(Json.object().with("error", error).toText());
            command.getOut().flush();
        }
        return code(e);
    }

    private static int code(Throwable e) {
        return switch (e) {
            case BackendException b -> ExitCode.BACKEND;
            case RunCancelledException r -> ExitCode.BACKEND;
            case StrictPlacementException s -> ExitCode.BACKEND;
            case AmbiguousOrderException a -> ExitCode.BACKEND;
            case TouchstoneException t -> ExitCode.INPUT;
            default -> ExitCode.INTERNAL;
        };
    }

    private static String message(Throwable e) {
        return switch (e) {
            case TouchstoneException t -> String.valueOf(t.getMessage());
            case OutOfMemoryError o ->
                "not enough memory: the Java heap may have "
                        + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB; allow more with TOUCHSTONE_JAVA_OPTIONS=-Xmx4g";
            default ->
                "internal error: " + e + System.lineSeparator()
                        + "This is a bug in touchstone. Please report it with the command line and what --stacktrace"
                        + " prints.";
        };
    }
}
