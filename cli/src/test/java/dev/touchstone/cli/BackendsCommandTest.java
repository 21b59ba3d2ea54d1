package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runtime.BackendReport;
import dev.touchstone.runtime.BackendStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BackendsCommandTest {
    @Test
    void listsTheReferenceBackend() {
        var cli = Cli.run("backends");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines()).contains("reference: available");
        assertThat(cli.outLines().getLast()).matches("Models use: (arm, )?reference");
    }

    @Test
    void writesOneJsonObject() {
        assertThat(Cli.run("backends", "--json").out())
                .startsWith("{\n  \"backends\": [")
                .contains("\"name\": \"reference\",", "\"status\": \"available\",")
                .containsPattern("\"defaultOrder\": \\[(\"arm\", )?\"reference\"\\]")
                .endsWith("}\n");
    }

    @Test
    void opensBackendsWhereTheyAreSaidToBe() {
        var here = Cli.run("backends", "reference");
        assertThat(here.exitCode()).isZero();
        assertThat(here.outLines()).containsExactly("reference: available", "  in-process");

        var there = Cli.run("backends", "reference@command:/no/such/command");
        assertThat(there.exitCode()).isEqualTo(3);
        assertThat(String.join(" ", there.outLines()))
                .startsWith("reference@command:/no/such/command: not available:")
                .contains("its process cannot be started:")
                .endsWith("check that '/no/such/command' is installed");
    }

    @Test
    void saysWhyNotAndWhatToDo() {
        assertThat(lines("rknpu", new BackendStatus.Unavailable("/dev/galcore is missing", "modprobe galcore")))
                .containsExactly("rknpu: not available: /dev/galcore is missing", "  what to do: modprobe galcore");
        assertThat(lines("rknpu", new BackendStatus.Unavailable("no such chip", "")))
                .containsExactly("rknpu: not available: no such chip");
    }

    @Test
    void reportsBrokenAndShadowedProviders() {
        assertThat(lines("x", new BackendStatus.Broken("constructor failed")))
                .containsExactly("x: broken: constructor failed");
        assertThat(lines("x", new BackendStatus.Shadowed("a.B", "it has priority 2, this one 1")))
                .containsExactly("x: not used, shadowed by a.B: it has priority 2, this one 1");
    }

    @Test
    void tellsThemApartInJson() {
        assertThat(BackendsCommand.json(report("x", new BackendStatus.Unavailable("why", "do")))
                        .toText())
                .contains("\"status\": \"unavailable\"", "\"reason\": \"why\"", "\"remedy\": \"do\"");
        assertThat(BackendsCommand.json(report("x", new BackendStatus.Broken("how")))
                        .toText())
                .contains("\"status\": \"broken\"", "\"reason\": \"how\"");
        assertThat(BackendsCommand.json(report("x", new BackendStatus.Shadowed("a.B", "why")))
                        .toText())
                .contains("\"status\": \"shadowed\"", "\"by\": \"a.B\"");
    }

    private static List<String> lines(String name, BackendStatus status) {
        return BackendsCommand.lines(report(name, status));
    }

    private static BackendReport report(String name, BackendStatus status) {
        return new BackendReport(Optional.of(name), Optional.empty(), Optional.empty(), OptionalInt.empty(), status);
    }
}
