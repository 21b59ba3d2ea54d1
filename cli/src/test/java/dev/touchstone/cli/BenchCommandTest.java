package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchCommandTest {
    @Test
    void printsTheSpreadOfTheRuns() {
        var cli = Cli.run("bench", "--warmup", "1", "--repeat", "3");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines())
                .extracting(l -> l.substring(0, 11).strip())
                .containsExactly(
                        "model", "precision", "placement", "compile", "runs", "min", "median", "mean", "p99", "max");
        assertThat(cli.outLines()).contains("precision  full-int8", "runs       3 after 1 to warm up");
    }

    @Test
    void profilesEveryNodeInEightyColumns() {
        var cli = Cli.run("bench", "--backend", "reference", "--profile", "--warmup", "0", "--repeat", "2");

        assertThat(cli.out()).containsPattern("(?m)^ *share +ms  backend    operator +node$");
        assertThat(cli.out()).containsPattern("(?m)^ *\\d+\\.\\d %  +\\d+\\.\\d{3}  reference  softmax +prob$");
        assertThat(cli.outLines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void writesOneJsonObject() {
        var cli =
                Cli.run("bench", "--json", "--profile", "--warmup", "0", "--repeat", "2", "--shape", "image=2x1x28x28");

        assertThat(cli.out())
                .startsWith("{\n  \"model\": \"model_int8\",")
                .contains("\"median\": ", "\"p99\": ", "\"profile\": [", "\"nanoseconds\": ")
                .endsWith("}\n");
    }
}
