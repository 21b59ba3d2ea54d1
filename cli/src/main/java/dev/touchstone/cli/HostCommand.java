package dev.touchstone.cli;

import dev.touchstone.runtime.BackendHost;
import picocli.CommandLine.ParameterException;

/** {@code touchstone host}: lends this machine's backends to a touchstone at the other end of a pipe. */
final class HostCommand implements Options, Runnable {
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description("Speaks the protocol of docs/isolation.md on standard input and output until the input ends."
                        + " Not meant to be typed: '--backend rknpu@ssh:user@board' runs it on the board.")
                .footer("  touchstone classify --backend rknpu@ssh:user@board", "      runs 'touchstone host' there")
                .with(output);
    }

    @Override
    public void run() {
        if (output.json()) {
            throw new ParameterException(output.command(), "--json has no meaning here: the output is the protocol");
        }
        BackendHost.serve();
    }
}
