package dev.touchstone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrowserTest {
    @Test
    void tellsWhatIsWrongWithAPage(@TempDir Path directory) throws IOException {
        var file = Files.writeString(
                directory.resolve("page.html"),
                "<title>t</title><p style='width:2000px'>one<p>two<script>undefinedFunction()</script>"
                        + "<img src='missing.png'>");
        try (var browser = Browser.start()) {
            browser.open(file);
            browser.look(View.NARROW);

            assertThat(browser.texts("p")).containsExactly("one", "two");
            assertThat(browser.overflowsSideways()).isTrue();
            assertThat(browser.complaints())
                    .anyMatch(c -> c.contains("undefinedFunction is not defined"))
                    .anyMatch(c -> c.contains("missing.png"));
        }
    }

    @Test
    void picturesShowTheWholePage(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("page.html"), "<body style='margin:0;height:1234px'>");
        var picture = directory.resolve("page.png");
        try (var browser = Browser.start()) {
            browser.open(file);
            browser.screenshot(picture, View.NARROW);
        }
        var image = ImageIO.read(picture.toFile());

        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(400, 1234);
    }
}
