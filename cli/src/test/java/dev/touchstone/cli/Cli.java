package dev.touchstone.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/** One call of the command in this process, and all that it said. */
record Cli(int exitCode, String out, String err) {
    /** As from the checkout's script. */
    static Cli run(String... arguments) {
        return run(new Installation(Optional.of(Checkout.ROOT), Optional.empty()), arguments);
    }

    /** As from a jar alone. */
    static Cli runWithoutHome(String... arguments) {
        return run(new Installation(Optional.empty(), Optional.empty()), arguments);
    }

    private static Cli run(Installation installation, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var command = Touchstone.commandLine(installation, arguments);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int code = command.execute(arguments);
        return new Cli(code, out.toString(), err.toString());
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    /** What was said beside results, without the lines that appear only when the machine is slow. */
    List<String> notes() {
        return err.lines()
                .filter(l -> !l.matches("touchstone: .* \\.\\.\\. \\d+ s"))
                .toList();
    }
}
