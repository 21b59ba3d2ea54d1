package dev.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageTest {
    @Test
    void thePageIsTheSameEachTime() {
        assertThat(SamplePage.page().toHtml()).isEqualTo(SamplePage.page().toHtml());
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        assertThat(SamplePage.page().toHtml())
                .contains("content=\"default-src &#x27;none&#x27;;")
                .doesNotContain("src=", "<link", "@import", "url(", "href=\"http");
    }

    @Test
    void writesUtf8(@TempDir Path directory) throws IOException {
        var file = directory.resolve("page.html");

        Page.titled("Größe").build().write(file);

        assertThat(Files.readString(file)).contains("<title>Größe</title>").contains("<meta charset=\"utf-8\">");
    }

    @Test
    void escapesTextAndAttributes() {
        var page = Page.titled("a<b>\"&'")
                .section("s", "t", new HeatMap("\"quoted\" <caption>", "", 1, 1, new double[] {1}))
                .build();

        assertThat(page.toHtml())
                .contains("<title>a&lt;b&gt;&quot;&amp;&#x27;</title>")
                .contains("aria-label=\"&quot;quoted&quot; &lt;caption&gt;: 1 x 1 places, at most 1 from 0\"");
    }

    @Test
    void anchorsAreUnique() {
        var page = Page.titled("t").section("a", "A").section("a", "B");

        assertThatThrownBy(page::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two sections have the anchor 'a'");
    }

    @Test
    void anchorsNeedNoEscaping() {
        var page = Page.titled("t").section("conv2d 0", "A");

        assertThatThrownBy(page::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("anchor 'conv2d 0'; expected letters, digits and hyphens");
    }

    @Test
    void aPageOfOneSectionHasNoContents() {
        assertThat(Page.titled("t").section("a", "A").build().toHtml()).doesNotContain("<nav");
        assertThat(Page.titled("t").section("a", "A").section("b", "B").build().toHtml())
                .contains("<nav aria-label=\"Contents\"><a href=\"#a\">A</a><a href=\"#b\">B</a></nav>");
    }
}
