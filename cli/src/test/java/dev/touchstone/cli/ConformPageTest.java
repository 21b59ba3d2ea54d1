package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.browser.Browser;
import dev.touchstone.browser.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conformance report as a reader meets it, of a backend with a fault. */
final class ConformPageTest {
    private static final View TELEPHONE = new View(360, 800, false);
    private static final View TELEPHONE_AT_NIGHT = new View(360, 800, true);

    @Test
    void showsFailuresRulesOperatorsAndWhereItRan(@TempDir Path directory) throws IOException, InterruptedException {
        var jar = TemplateJar.wrong(directory).toString();
        var report = directory.resolve("report");
        Cli.run("conform", "--jar", jar, "--every", "10", "--report", report.toString());
        var json = Files.readString(report.resolve("report.json"));
        long failed = count(json, "\"result\" : \"FAILED\"");
        long passed = count(json, "\"result\" : \"PASSED\"");
        assertThat(failed).isPositive();

        try (var browser = Browser.start()) {
            browser.open(report.resolve("index.html"));
            for (var view : new View[] {View.LIGHT, View.DARK, TELEPHONE, TELEPHONE_AT_NIGHT}) {
                browser.look(view);
                assertThat(browser.complaints()).isEmpty();
                assertThat(browser.overflowsSideways()).isFalse();
                var pictures = Optional.ofNullable(System.getProperty("touchstone.screenshots"));
                if (pictures.isPresent()) {
                    var name = "conform-" + view.width() + (view.dark() ? "-dark" : "") + ".png";
                    browser.screenshot(Path.of(pictures.get()).resolve(name), view);
                }
            }
            browser.look(View.LIGHT);
            assertThat(browser.texts("h1").getFirst()).startsWith("Conformance of template");
            assertThat(browser.texts("body").getFirst())
                    .contains("suite version", "seed", "all rules, one case in 10", "the definition's")
                    .contains("Java " + System.getProperty("java.version"))
                    .contains("cases FAILED\n" + failed, "cases PASSED\n" + passed);
            assertThat(browser.texts("#failures p").getFirst()).startsWith(failed + " cases fail, of ");
            assertThat(browser.texts("#failures").getFirst())
                    .contains("touchstone conform --backend template --jar " + jar + " --case relu#")
                    .contains("actual minus expected of relu#");
            assertThat(browser.all("#failures details[open] svg, #failures details[open] canvas"))
                    .isNotEmpty();
            assertThat(browser.texts("#rules tbody td:first-child"))
                    .contains("conv2d/C3", "unary/U1", "spi/B1")
                    .doesNotHaveDuplicates();
            assertThat(browser.texts("#operators tbody td:first-child")).contains("relu", "conv2d", "contract");
            assertThat(browser.texts("#operators tbody").getFirst()).contains("unary/U1 ", " FAILED", "spi/B1 1/1");
        }
        var xml = Files.readString(report.resolve("junit.xml"));
        assertThat(count(xml, "<failure ")).isEqualTo(rules(json));
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }

    /** How many rules have a failed case. */
    private static long rules(String json) {
        return Pattern.compile("\"rule\" : \"([^\"]+)\",\\s*\"result\" : \"(FAILED|CRASHED)\"")
                .matcher(json)
                .results()
                .map(r -> r.group(1))
                .distinct()
                .count();
    }
}
