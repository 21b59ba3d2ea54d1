package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectCommandTest {
    @Test
    void describesTheModel() {
        var cli = Cli.run("inspect", "--backend", "reference");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines())
                .contains(
                        "model         model_int8 (paddle)",
                        "input         image: float32[?, 1, 28, 28]",
                        "output        prob: float32[?, 10]",
                        "picture       grey, 28 x 28, mean [0.286], std [0.353], stretch, 10 labels",
                        "parameters    48 tensors, 56,302 elements, 225,208 bytes",
                        "precision     full-int8 suits it",
                        "    6  conv2d",
                        "    3  depthwise_conv2d",
                        "    1  softmax");
        assertThat(cli.out())
                .containsPattern("quantization  \\d+ tensors, each with a scale; complete: every operator");
        assertThat(cli.out()).containsPattern("placement     \\d+ nodes: \\d+ on reference; subgraphs: 1;");
        assertThat(cli.outLines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void tellsAFloatModel() {
        var model = Checkout.ROOT.resolve("models/fashion/model_fp32").toString();

        assertThat(Cli.run("inspect", "--model", model).outLines())
                .contains("precision     float suits it", "quantization  none: the model is float32");
    }

    @Test
    void addsScalesAndPlacementOnRequest() {
        var cli = Cli.run("inspect", "--scales", "--placement", "--backend", "reference");

        assertThat(cli.out()).containsPattern("(?m)^ *[0-9.E-]+  reader    res2\\.relu$");
        assertThat(cli.out()).containsPattern("(?m)^ +0  reference  softmax +prob$");
    }

    @Test
    void printsTheGraphAsItIsOrAsItWouldRun() {
        assertThat(Cli.run("inspect", "--graph").out())
                .contains("fake_quantize(")
                .doesNotContain("int8[");
        assertThat(Cli.run("inspect", "--graph", "--precision", "full-int8").out())
                .contains("int8[1, 10]")
                .doesNotContain("fake_quantize(");
        assertThat(Cli.run("inspect", "--dot").out()).startsWith("digraph ").endsWith("}\n");
    }

    @Test
    void refusesTwoFormsAtOnce() {
        var cli = Cli.run("inspect", "--graph", "--dot");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.notes().getFirst())
                .isEqualTo("touchstone inspect: Error: --graph, --dot are mutually exclusive (specify only one)");
    }

    @Test
    void goesOnWhenTheModelCannotBePlaced() {
        var cli = Cli.run("inspect", "--backend", "vulkan");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("placement     not possible: backend vulkan: not found;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--graph", "--dot"})
    void writesOneJsonObject(String form) {
        var cli = form.isEmpty() ? Cli.run("inspect", "--json") : Cli.run("inspect", "--json", form);

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).startsWith("{\n").endsWith("}\n");
    }

    @Test
    void refusesWhatIsNoModelWithExitCodeTwo() {
        var picture = Checkout.ROOT.resolve("models/fashion/labels.txt").toString();

        var cli = Cli.run("inspect", "--model", picture);

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains(picture + ": is no model of a known format; formats with a reader: paddle");
    }
}
