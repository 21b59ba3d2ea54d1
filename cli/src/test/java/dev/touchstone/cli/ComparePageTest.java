package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.browser.Browser;
import dev.touchstone.browser.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader meets it. */
class ComparePageTest {
    @Test
    void showsTheGraphTheTableAndAHistogramForEachTensor(@TempDir Path directory) throws IOException {
        var file = directory.resolve("page.html");
        var sample = Checkout.ROOT.resolve("models/fashion/drawn/samples/09_ankle_boot.png");
        Cli.run(
                "compare",
                "--precision",
                "float",
                "--other-precision",
                "full-int8",
                "--image",
                sample.toString(),
                "--html",
                file.toString());
        try (var browser = Browser.start()) {
            browser.open(file);
            for (var view : new View[] {View.LIGHT, View.DARK, View.NARROW}) {
                browser.look(view);
                assertThat(browser.complaints()).isEmpty();
                assertThat(browser.overflowsSideways()).isFalse();
                var pictures = Optional.ofNullable(System.getProperty("touchstone.screenshots"));
                if (pictures.isPresent()) {
                    var name = "compare-" + view.width() + (view.dark() ? "-dark" : "") + ".png";
                    browser.screenshot(Path.of(pictures.get()).resolve(name), view);
                }
            }
            browser.look(View.LIGHT);
            int tensors = browser.texts("#tensors tbody td:first-child").size();
            assertThat(tensors).isGreaterThan(10);
            assertThat(browser.all("#graph svg rect")).hasSizeGreaterThanOrEqualTo(tensors);
            assertThat(browser.texts("#verdict p").getFirst()).contains("tensors differ; the first is");

            browser.click(browser.first("#histograms details summary"));
            assertThat(browser.all("#histograms details[open] svg")).isNotEmpty();
        }
    }
}
