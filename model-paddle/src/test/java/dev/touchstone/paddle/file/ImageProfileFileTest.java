package dev.touchstone.paddle.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.model.ImageProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageProfileFileTest {
    private static final String GREY = """
            channels = 1
            height = 28
            width = 30
            mean = 0.2860
            std = 0.3530
            """;

    @TempDir
    private Path root;

    private Path model;

    @BeforeEach
    void makeDirectory() throws IOException {
        model = Files.createDirectories(root.resolve("family/net"));
    }

    private void write(String text) throws IOException {
        Files.writeString(model.resolve("touchstone.properties"), text);
    }

    private String refusal(String text) throws IOException {
        write(text);
        return Refusal.of(() -> ImageProfileFile.read(model))
                .replace(root.toRealPath().toString(), "DIR");
    }

    @Test
    void readsEveryKey() throws IOException {
        Files.writeString(model.resolve("labels.txt"), "cat\r\ntabby, tabby cat\n\nd\u00f6g");
        write("""
                # ImageNet

                channels=3
                  height = 224
                width = 192
                mean = 0.485, 0.456,0.406
                std = 0.229 0.224  0.225
                resize = center_crop
                labels = labels.txt
                """);

        assertThat(ImageProfileFile.read(model))
                .contains(new ImageProfile(
                        List.of("cat", "tabby, tabby cat", "", "d\u00f6g"),
                        3,
                        224,
                        192,
                        List.of(0.485f, 0.456f, 0.406f),
                        List.of(0.229f, 0.224f, 0.225f),
                        ImageProfile.Resize.CENTER_CROP));
    }

    @Test
    void readsTheFileBesideAProgramFile() throws IOException {
        write(GREY);
        Files.writeString(model.resolve("net.pdmodel"), "");

        assertThat(ImageProfileFile.read(model.resolve("net.pdmodel")))
                .contains(new ImageProfile(
                        List.of(), 1, 28, 30, List.of(0.286f), List.of(0.353f), ImageProfile.Resize.STRETCH));
    }

    @Test
    void isOptional() {
        assertThat(ImageProfileFile.read(model)).isEmpty();
    }

    @Test
    void readsTheBundledModels() {
        for (String name : List.of("model_int8", "model_fp32")) {
            var profile = ImageProfileFile.read(Path.of("../models/fashion").resolve(name))
                    .orElseThrow();
            assertThat(profile.labels()).hasSize(10).contains("Trouser");
            assertThat(profile.channels()).isEqualTo(1);
            assertThat(profile.height()).isEqualTo(28);
            assertThat(profile.width()).isEqualTo(28);
            assertThat(profile.mean()).containsExactly(0.2860f);
            assertThat(profile.std()).containsExactly(0.3530f);
            assertThat(profile.resize()).isEqualTo(ImageProfile.Resize.STRETCH);
        }
    }

    @Test
    void sharesLabelsWithModelsInTheSameFamily() throws IOException {
        Files.writeString(root.resolve("family/labels.txt"), "cat\n");
        write(GREY + "labels = ../labels.txt");

        assertThat(ImageProfileFile.read(model).orElseThrow().labels()).containsExactly("cat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "channels | channels = 1 | channels = 2 | line 1: channels is '2'; expected 1 or 3",
                "channels | channels = 1 | channels = 4 | line 1: channels is '4'; expected a whole number in 1..3",
                "channels | channels = 1 | channels = one | line 1: channels is 'one'; expected a whole number in 1..3",
                "height | height = 28 | height = 0 | line 2: height is '0'; expected a whole number in 1..65536",
                "width | width = 30 | width = 65537 | line 3: width is '65537'; expected a whole number in 1..65536",
                "mean | mean = 0.2860 | mean = | line 4: mean is ''; expected 1 number",
                "mean | mean = 0.2860 | mean = NaN | line 4: mean is 'NaN'; expected 1 number",
                "mean | mean = 0.2860 | mean = 1 2 3 | line 4: mean is '1 2 3'; expected 1 number",
                "std | std = 0.3530 | std = 0 | line 5: std is '0'; expected 1 number, above 0",
                "std | std = 0.3530 | resize = crop | key 'std' is missing; required are channels, height, width, mean, std",
                "std | std = 0.3530 | sdt = 0.3530 | line 5: unknown key 'sdt'; known are channels, height, width, mean, "
                        + "std, resize, labels",
                "std | std = 0.3530 | mean = 0.3530 | line 5: key 'mean' is given twice",
                "std | std = 0.3530 | std 0.3530 | line 5: expected 'key = value'"
            })
    void refusesOddValues(String key, String from, String to, String message) throws IOException {
        assertThat(refusal(GREY.replace(from, to)))
                .as(key)
                .isEqualTo("DIR/family/net/touchstone.properties: " + message);
    }

    @Test
    void refusesUnknownWaysToResize() throws IOException {
        assertThat(refusal(GREY + "resize = crop"))
                .isEqualTo("DIR/family/net/touchstone.properties: line 6: resize is 'crop'; expected stretch or "
                        + "center_crop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../labels.txt | leads out of DIR/family; put the labels into the model directory",
                "link.txt | leads out of DIR/family; put the labels into the model directory",
                "/etc/passwd | expected a path relative to the model directory",
                "absent.txt | there is no such file",
            })
    void refusesLabelsOutsideTheFamily(String path, String message) throws IOException {
        Files.writeString(root.resolve("labels.txt"), "secret\n");
        Files.createSymbolicLink(model.resolve("link.txt"), root.resolve("labels.txt"));

        assertThat(refusal(GREY + "labels = " + path))
                .isEqualTo("DIR/family/net/touchstone.properties: line 6: labels is '" + path + "'; " + message);
    }

    @Test
    void refusesTextThatIsNotUtf8OrTooLong() throws IOException {
        Files.write(model.resolve("touchstone.properties"), "mean = \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Refusal.of(() -> ImageProfileFile.read(model)).replace(root.toString(), "DIR"))
                .isEqualTo("DIR/family/net/touchstone.properties: is not valid UTF-8");

        Files.write(model.resolve("touchstone.properties"), new byte[(4 << 20) + 1]);
        assertThat(Refusal.of(() -> ImageProfileFile.read(model)).replace(root.toString(), "DIR"))
                .isEqualTo("DIR/family/net/touchstone.properties: has 4194305 bytes; at most 4194304 are read");
    }
}
