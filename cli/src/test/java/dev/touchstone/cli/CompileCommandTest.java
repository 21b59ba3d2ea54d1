package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompileCommandTest {
    @TempDir
    private Path cache;

    @Test
    void compilesAndSaysHowLongItTook() {
        var cli = Cli.run("compile", "--backend", "reference", "--cache", cache.toString());

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines().getFirst()).matches("model_int8 compiled in \\d+\\.\\d s");
        assertThat(cli.outLines()).last().isEqualTo("cache: " + cache);
        assertThat(cli.outLines().get(1)).contains(" on reference; subgraphs: 1; transfers: 0");
    }

    @Test
    void writesOneJsonObject() {
        var cli = Cli.run("compile", "--backend", "reference", "--cache", cache.toString(), "--json");
        assertThat(cli.out()).contains("\"seconds\": ", "\"cache\": \"" + cache + "\"", "\"placement\": \"");
    }

    @Test
    void wantsAPlaceToKeepTheResult() {
        var cli = Cli.run("compile");
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.notes())
                .startsWith("touchstone compile: no --cache is given; without a directory the compiled model is lost");
    }

    @Test
    void refusesSettingsThatAreOptions() {
        var cli = Cli.run("compile", "--cache", cache.toString(), "--set", "powerMode=HIGH");
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.notes())
                .contains("touchstone compile: --set: setting powerMode is an option of its own; use withPowerMode");
    }
}
