package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TouchstoneTest {
    static Stream<String> commands() {
        return Touchstone.commandLine(new Installation(Optional.empty(), Optional.empty()))
                .getSubcommands()
                .keySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsEveryCommandInEightyColumns(String command) {
        var cli = Cli.run(command, "--help");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("Usage: touchstone " + command).doesNotContain("${", "null");
        assertThat(cli.outLines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsTheSameThroughTheHelpCommand(String command) {
        assertThat(Cli.run("help", command).out())
                .isEqualTo(Cli.run(command, "--help").out());
    }

    @Test
    void listsCommandsExitCodesAndExamplesWhenCalledAlone() {
        var cli = Cli.run();

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines())
                .contains(
                        "  classify    Say what is on a picture.",
                        "  run         Run a model on tensors from files.",
                        "  inspect     Say what a model takes, gives and consists of.",
                        "  bench       Measure how long a model takes.",
                        "  backends    List what can run models on this machine.",
                        "  completion  Print a script that completes commands in bash and zsh.",
                        "  0     done",
                        "  1     wrong usage of the command line",
                        "  2     a file or model is missing, damaged or not supported",
                        "  3     a backend failed or is not available",
                        "  70    internal error, or not enough memory");
        assertThat(cli.outLines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void saysTheSameWhetherSubcommandsAreKnownWholeOrByTheirHeaders() {
        var whole = Touchstone.commandLine(new Installation(Optional.empty(), Optional.empty()));

        assertThat(Cli.run("--help").out()).isEqualTo(whole.getUsageMessage());
        assertThat(Cli.run("-h").out()).isEqualTo(whole.getUsageMessage());
        assertThat(Cli.run().out()).isEqualTo(whole.getUsageMessage());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void callsEveryCommandInItsHelpAsOnTheCommandLine(String command) {
        var all = Touchstone.commandLine(new Installation(Optional.empty(), Optional.empty()))
                .getSubcommands();

        assertThat(Objects.requireNonNull(all.get(command)).getCommandName()).isEqualTo(command);
    }

    @Test
    void tellsItsVersionAndThatOfJava() {
        var cli = Cli.run("--version");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines().getFirst()).matches("touchstone \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(cli.outLines().get(1)).startsWith("Java " + System.getProperty("java.version"));
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        var cli = Cli.run("clasify");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("touchstone: there is no command 'clasify'"),
                        line -> assertThat(line).startsWith("Did you mean: touchstone classify"),
                        line -> assertThat(line).isEqualTo("Try 'touchstone --help'."));
    }

    @Test
    void refusesAnUnknownOptionWithExitCodeOne() {
        var cli = Cli.run("classify", "--modle", "x");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err().lines())
                .containsExactly(
                        "touchstone classify: Unknown options: '--modle', 'x'",
                        "Possible solutions: --model",
                        "Try 'touchstone classify --help'.");
    }

    @Test
    void completesCommandsAndOptions() {
        var cli = Cli.run("completion");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out())
                .contains("complete -F _complete_touchstone", "classify", "--precision", "full-int8", "bashcompinit");
    }

    @Test
    void completesAsOneJsonObjectToo() {
        assertThat(Cli.run("completion", "--json").out()).startsWith("{\n  \"script\": \"#!/usr/bin/env bash\\n");
    }
}
