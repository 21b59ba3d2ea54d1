package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import picocli.AutoComplete;

/** {@code touchstone completion}: lets the shell complete commands and options. */
final class CompletionCommand implements Options, Runnable {
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description("The shell then completes touchstone's commands, options and their values when you press the"
                        + " tab key.")
                .footer(
                        "  source <(touchstone completion)",
                        "      in this bash or zsh session",
                        "  touchstone completion > ~/.local/share/bash-completion/completions/touchstone",
                        "      in every bash session from now on",
                        "  echo 'source <(touchstone completion)' >> ~/.zshrc",
                        "      in every zsh session from now on")
                .with(output);
    }

    @Override
    public void run() {
        var script = AutoComplete.bash(
                "touchstone", output.command().getCommandSpec().root().commandLine());
        output.print(
                () -> script.stripTrailing().lines().toList(),
                () -> Json.object().with("script", script));
    }
}
