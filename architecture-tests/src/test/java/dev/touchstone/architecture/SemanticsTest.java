package dev.touchstone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/semantics.md says what the comments of records and kernels say. */
final class SemanticsTest {
    @Test
    void thePageIsCurrent() throws IOException {
        var page = Repository.ROOT.resolve("docs/semantics.md");
        var current = Semantics.page(Repository.read(Repository.ROOT.resolve("docs/templates/semantics.md")));
        if (Boolean.getBoolean("touchstone.update")) {
            Files.writeString(page, current);
        }

        assertThat(Files.exists(page) ? Repository.read(page) : "")
                .as("docs/semantics.md; ./build architecture-tests -- -Dtouchstone.update=true rewrites it")
                .isEqualTo(current);
    }

    @Test
    void commentsAreReadInFull() {
        var comment = DocComment.ofType("""
                package p;

                /**
                 * The definition of {@link Pool2d}: {@code a < b} and
                 * {@link Pool2d#infer}.
                 *
                 * <p>A second paragraph.
                 *
                 * <p>P1 The first rule,
                 * on two lines.
                 * <br>P12 The second &lt; third.
                 *
                 * @param kind what
                 *     it is
                 * @param n how many
                 */
                final class K {}
                """);

        assertThat(comment)
                .isEqualTo(new DocComment(
                        List.of("The definition of `Pool2d`: `a < b` and `Pool2d.infer`.", "A second paragraph."),
                        Map.of("P1", "The first rule, on two lines.", "P12", "The second < third."),
                        Map.of("kind", "what it is", "n", "how many")));
    }
}
