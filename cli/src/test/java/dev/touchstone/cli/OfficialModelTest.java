package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's own case from picture to lines. The probabilities are native Paddle's, to the four decimals that hold. */
class OfficialModelTest {
    @TempDir
    private Path directory;

    @Test
    void classifiesTheDemosPictureAsNativePaddleDoes() throws IOException {
        unzip(SharedData.require("models/mobilenet_v1_int8_224.zip"));
        var picture = SharedData.require("inputs/tabby_cat.jpg").toString();
        var labels = SharedData.require("labels/synset_words.txt").toString();

        var cli = Cli.run(
                "classify",
                "--precision",
                "float",
                "--warmup",
                "0",
                "--repeat",
                "1",
                "--labels",
                labels,
                "--image",
                picture,
                "--model",
                directory.resolve("mobilenet_v1_int8_224").toString());

        assertThat(cli.outLines().get(2)).matches("Top0  tabby, tabby cat - 0\\.7770\\d\\d");
        assertThat(cli.outLines().get(3)).matches("Top1  Egyptian cat - 0\\.1595\\d\\d");
        assertThat(cli.outLines().get(4)).matches("Top2  tiger cat - 0\\.0410\\d\\d");
    }

    private void unzip(Path archive) throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var target = directory.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (!entry.isDirectory()) {
                    Files.copy(zip, target);
                }
            }
        }
    }
}
