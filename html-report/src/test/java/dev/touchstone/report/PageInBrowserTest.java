package dev.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.browser.Browser;
import dev.touchstone.browser.View;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

/** The sample page as a reader meets it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageInBrowserTest {
    private Browser browser;
    private Path file;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        browser = Browser.start();
        file = directory.resolve("page.html");
        SamplePage.page().write(file);
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.open(file);
        browser.look(View.LIGHT);
    }

    @Test
    void neitherScriptNorPolicyMakesTheBrowserComplain() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsTextAsText() {
        assertThat(browser.texts("h1")).containsExactly("Sample <report> & more\n✓ PASSED");
        assertThat(browser.texts("#words p")).containsExactly("Text with <b>markup</b> that is not markup.");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 400, 800, 1600})
    void onlyFramesScrollSideways(int width) {
        browser.look(new View(width, 800, false));

        assertThat(browser.overflowsSideways()).isFalse();
    }

    @Test
    void aClickOnATitleSortsAndTheNextOneReverses() {
        var title = browser.all("#layers th button").get(2);

        browser.click(title);
        assertThat(browser.texts("#layers td:nth-child(3)")).containsExactly("4.25", "31.5", "100.0", "-", "-");
        assertThat(browser.first("#layers th:nth-child(3)").getDomAttribute("aria-sort"))
                .isEqualTo("ascending");

        browser.click(title);
        assertThat(browser.texts("#layers td:nth-child(1)"))
                .containsExactly(
                        "conv2d_3.tmp_30", "conv2d_2.tmp_20", "conv2d_0.tmp_0", "conv2d_1.tmp_10", "conv2d_4.tmp_40");
    }

    @Test
    void sortsByKeyboardToo() {
        browser.all("#layers th button").get(0).sendKeys("\n\n");

        assertThat(browser.texts("#layers td:nth-child(1)")).first().isEqualTo("conv2d_4.tmp_40");
    }

    @Test
    void detailsOpenOnAClick() {
        var inner = browser.first("#words details dd");
        assertThat(inner.isDisplayed()).isFalse();

        browser.click(browser.first("#words summary"));

        assertThat(inner.isDisplayed()).isTrue();
        assertThat(inner.getText()).isEqualTo("no quantizer in this era");
    }

    @Test
    void detailsOpenWhenALinkLeadsThere() {
        assertThat(browser.evaluate("location.hash = 'why'")).isEqualTo("why");

        assertThat(browser.all("#why[open] dd")).hasSize(1);
    }

    @Test
    void aBoxOfADrawingLeadsToItsRow() {
        browser.click(browser.first(".drawing a"));

        assertThat(browser.evaluate("location.hash")).isEqualTo("#layer-0");
        assertThat(browser.first("tr:target td").getText()).isEqualTo("conv2d_0.tmp_0");
    }

    @Test
    void colorsFollowTheReadersSetting() {
        String background = "getComputedStyle(document.body).backgroundColor";

        assertThat(browser.evaluate(background)).isEqualTo("rgb(255, 255, 255)");
        browser.look(View.DARK);
        assertThat(browser.evaluate(background)).isEqualTo("rgb(20, 23, 27)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wordsStandOutFromTheirBackground(boolean dark) {
        browser.look(new View(1280, 900, dark));

        assertThat(browser.all(".badge, caption, p, dt, th, td"))
                .allSatisfy((WebElement e) -> assertThat(Contrast.of(
                                e.getCssValue("color"),
                                browser.evaluate("getComputedStyle(document.body).backgroundColor")))
                        .as(e.getTagName() + " " + e.getText())
                        .isGreaterThan(4.5));
    }

    @Test
    void barsAreAsLongAsTheirValues() {
        assertThat(browser.all(".bars rect"))
                .extracting(r -> r.getDomAttribute("width"))
                .containsExactly("100%", "50%", "0%");
    }

    @Test
    void aHeatMapHasItsNumbersAsColors() {
        var map = browser.first(".heat");
        browser.click(map);

        assertThat(colorAt(map, 0.88, 0.99)).isEqualTo("rgb(238, 138, 53)");
        assertThat(colorAt(map, 0.01, 0.01)).isEqualTo("rgb(143, 66, 4)");
        assertThat(colorAt(map, 0.01, 0.99)).isEqualTo("rgb(18, 76, 128)");
        assertThat(colorAt(map, 0.51, 0.01)).isEqualTo("rgb(247, 247, 245)");
    }

    /** The colour at a place of an element, given as parts of its width and height. */
    private String colorAt(WebElement element, double x, double y) {
        var box = element.getRect();
        return browser.evaluate("getComputedStyle(document.elementFromPoint(%s - scrollX, %s - scrollY)).fill"
                .formatted(box.x + x * box.width, box.y + y * box.height));
    }
}
