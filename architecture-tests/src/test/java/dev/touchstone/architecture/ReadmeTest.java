package dev.touchstone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README shows must work: its example is compiled and run as it stands, its links lead somewhere. */
final class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    private static String readme() {
        return Repository.read(Repository.ROOT.resolve("README.md"));
    }

    @Test
    void theEmbeddingExampleRuns(@TempDir Path directory) throws IOException, InterruptedException {
        var example = EXAMPLE.matcher(readme());
        assertThat(example.find()).as("README has a Java example").isTrue();
        var source = Files.writeString(directory.resolve("Example.java"), example.group(1));

        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        source.toString())
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip()).startsWith("10 classes, ").containsPattern("\\d+ on (arm|reference)");
    }

    @Test
    void itsLinksLeadToFiles() {
        assertThat(LINK.matcher(readme()).results().map(m -> m.group(1)))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Repository.ROOT.resolve(link)).exists());
    }
}
