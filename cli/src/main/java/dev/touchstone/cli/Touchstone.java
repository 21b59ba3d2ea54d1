package dev.touchstone.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command itself: what it does is done by its subcommands. */
final class Touchstone implements Options, Runnable {
    private @Nullable CommandSpec spec;

    private final Installation installation;

    private Touchstone(Installation installation) {
        this.installation = installation;
    }

    @Override
    public void declare(Syntax syntax) {
        spec = syntax.spec();
        spec.usageMessage().commandListHeading("%nCommands:%n");
        syntax.description("Touchstone runs image classification models (PaddlePaddle format) on the JVM: on a neural"
                        + " processor where there is one, and otherwise in machine code for this CPU or on a"
                        + " reference in pure Java.")
                .exitCodes(
                        "0: done",
                        "1: wrong usage of the command line",
                        "2: a file or model is missing, damaged or not supported",
                        "3: a backend failed or is not available",
                        "70: internal error, or not enough memory")
                .footer(
                        "  touchstone classify",
                        "      the bundled model on a bundled picture",
                        "  touchstone classify --model DIR --image cat.jpg --labels labels.txt",
                        "      your model on your picture",
                        "  touchstone inspect --model DIR",
                        "      what a model takes, gives and consists of",
                        "",
                        "'touchstone help COMMAND' explains a command.")
                .standard();
    }

    /** Where the command starts. */
    public static void main(String[] args) {
        // Decoding a picture must not look for a display.
        System.setProperty("java.awt.headless", "true");
        HeadStart.begin(args);
        var command = commandLine(Installation.fromSystem(), args);
        int code;
        try {
            code = command.execute(args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            code = ErrorReport.report(e, command);
        }
        // Java loads its logging to note a call of exit.
        if (code != ExitCode.OK || isKeptRunning()) {
            System.exit(code);
        }
    }

    /** Whether a thread is left that Java would wait for. */
    private static boolean isKeptRunning() {
        var group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        // Room for what begins meanwhile.
        var threads = new Thread[2 * group.activeCount() + 1];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (!threads[i].isDaemon() && !threads[i].equals(Thread.currentThread())) {
                return true;
            }
        }
        return false;
    }

    /** The parser with all subcommands. */
    static CommandLine commandLine(Installation installation) {
        var command = withoutSubcommands(installation);
        Subcommands.addAll(command);
        return configured(command);
    }

    /** The parser for these arguments, with the subcommands that they can reach. */
    static CommandLine commandLine(Installation installation, String[] arguments) {
        var command = withoutSubcommands(installation);
        Subcommands.addFor(command, arguments);
        return configured(command);
    }

    private static CommandLine withoutSubcommands(Installation installation) {
        var top = new Touchstone(installation);
        return new CommandLine(
                Syntax.of("touchstone", "Runs quantized neural networks, to the bit as defined.", top),
                Subcommands.FACTORY);
    }

    /** Settings go to subcommands too, if these are there already. */
    private static CommandLine configured(CommandLine command) {
        var errors = new ErrorReport();
        return command.setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setUsageHelpLongOptionsMaxWidth(26);
    }

    Installation installation() {
        return installation;
    }

    @Override
    public void run() {
        var command = Objects.requireNonNull(spec, "set by declare").commandLine();
        command.usage(command.getOut());
    }
}
