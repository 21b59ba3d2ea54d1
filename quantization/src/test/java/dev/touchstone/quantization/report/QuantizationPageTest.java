package dev.touchstone.quantization.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.browser.Browser;
import dev.touchstone.browser.View;
import dev.touchstone.quantization.program.LeftFloat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader meets it. */
final class QuantizationPageTest {
    private static QuantizationReport report() {
        var counts = new ArrayList<Long>();
        for (int i = 0; i < 2048; i++) {
            counts.add(2048L - i);
        }
        return new QuantizationReport(
                "net",
                "KL",
                "everything, weights per layer",
                10,
                8,
                2,
                0,
                1,
                List.of(
                        new TensorReport("image", -1, 2, 1.5f, 0.125, 0, 2, counts, new Noise(1, 0.001), Noise.NONE),
                        new TensorReport("conv", -3, 4, 0, 0, 0, 4, counts, Noise.NONE, new Noise(1, 0.01))),
                List.of(layer("conv_0", new Noise(1000, 1)), layer("conv_1", new Noise(100, 1))),
                List.of(new LeftFloat("exp", "e", "operators of this type are not quantized")),
                List.of(new QuantizationReport.Output("logits", new Noise(1000, 1))));
    }

    private static LayerReport layer(String name, Noise own) {
        return new LayerReport("conv2d", name, name + "_w", List.of(8, 3, 3, 3), List.of(0.5f), own, own, own, own);
    }

    @Test
    void showsCostsTensorsAndWhatWasLeftFloat(@TempDir Path directory) throws IOException {
        var file = directory.resolve("page.html");
        QuantizationPage.of(report()).write(file);
        try (var browser = Browser.start()) {
            browser.open(file);
            browser.look(View.NARROW);

            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.overflowsSideways()).isFalse();
            assertThat(browser.texts("h1")).containsExactly("Quantization of net\n! 1 OPERATORS LEFT FLOAT");
            assertThat(browser.texts("#costs dt")).containsExactly("conv_1", "conv_0");
            assertThat(browser.texts("#costs .value")).containsExactly("20.0", "30.0");
            assertThat(browser.texts("#float td"))
                    .containsExactly("e", "exp", "operators of this type are not quantized");
            assertThat(browser.texts("#tensors td:nth-child(4)")).containsExactly("1.500", "-");

            browser.look(View.LIGHT);
            browser.click(browser.first("#tensors td a"));
            assertThat(browser.texts("details[open] .marks li")).containsExactly("threshold 1.500");
        }
    }
}
