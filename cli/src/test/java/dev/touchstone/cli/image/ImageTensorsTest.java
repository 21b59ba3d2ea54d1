package dev.touchstone.cli.image;

import static dev.touchstone.cli.image.BicubicTest.grey;
import static dev.touchstone.cli.image.BicubicTest.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.cli.SharedData;
import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.cli.tensor.TensorSummary;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.ImageProfile.Resize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTensorsTest {
    private static final ImageProfile IMAGENET = new ImageProfile(
            List.of(), 3, 224, 224, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f), Resize.STRETCH);

    @TempDir
    private Path directory;

    /** The demo's own converted file, made by OpenCV, is the independent source. */
    @Test
    void reproducesTheDemosRawFileInEveryValue() throws IOException {
        var picture = SharedData.require("inputs/tabby_cat.jpg");
        var raw = SharedData.require("inputs/tabby_cat.raw");
        var unchanged =
                new ImageProfile(List.of(), 3, 224, 224, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f), Resize.STRETCH);

        float[] decoded = ImageTensors.read(picture, unchanged).floats();

        var expected = ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        assertThat(expected.remaining()).isEqualTo(150_528);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 224 * 224; i++) {
                assertThat(decoded[c * 224 * 224 + i]).isEqualTo(expected.get(3 * i + c));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tabby_cat.jpg, 325efd2cba4f0ca3d4eb356ec95ca0e04650009fc9b58c41ae7f11c514ae49b6",
        "tabby_cat.raw, 325efd2cba4f0ca3d4eb356ec95ca0e04650009fc9b58c41ae7f11c514ae49b6",
        "bottle.jpg, 1161de8508f13f1994288554831aea89e589bfd1b3ea62d4f54c11cc5c103e8e",
        "bottle.raw, 1161de8508f13f1994288554831aea89e589bfd1b3ea62d4f54c11cc5c103e8e"
    })
    void normalisesToTheBit(String file, String sha256) {
        var tensor = ImageTensors.read(SharedData.require("inputs/" + file), IMAGENET);

        assertThat(tensor.shape().toArray()).containsExactly(1, 3, 224, 224);
        assertThat(TensorSummary.of(tensor).sha256()).isEqualTo(sha256);
    }

    @Test
    void ordersRawValuesByChannelAndNormalisesInFloat() throws IOException {
        var file = directory.resolve("two.raw");
        var values = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (float v : new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f}) {
            values.putFloat(v);
        }
        Files.write(file, values.array());
        var profile =
                new ImageProfile(List.of(), 3, 1, 2, List.of(0.1f, 0f, 0f), List.of(0.3f, 1f, 2f), Resize.STRETCH);

        float[] tensor = ImageTensors.read(file, profile).floats();

        assertThat(tensor).containsExactly(0f, (0.4f - 0.1f) / 0.3f, 0.2f, 0.5f, 0.15f, 0.3f);
    }

    @Test
    void cutsTheCentreOutOfThePictureWithItsShortSideAtEightSevenths() {
        // 7 x 7 of a picture 8 high: nothing is resized, half a pixel too much on each side goes to the left and top.
        var wide = picture(10, 8, numbers(80));
        var profile = new ImageProfile(List.of(), 1, 7, 7, List.of(0f), List.of(1f), Resize.CENTER_CROP);

        var cut = ImageTensors.fit(wide, profile);

        assertThat(cut.width()).isEqualTo(7);
        assertThat(cut.height()).isEqualTo(7);
        assertThat(grey(cut)).startsWith(1, 2, 3, 4, 5, 6, 7, 11).endsWith(65, 66, 67);
    }

    @Test
    void keepsGreySamplesAsStored() throws IOException {
        var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 80);
        image.getRaster().setSample(1, 0, 0, 200);

        assertThat(grey(decoded(image, 1))).containsExactly(80, 200);
        assertThat(grey(decoded(image, 3))).containsExactly(80, 80, 80, 200, 200, 200);
    }

    @Test
    void takesTheUpperBitsOfSixteen() throws IOException {
        var image = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 0x12ff);

        assertThat(grey(decoded(image, 1))).containsExactly(0x12);
    }

    @Test
    void dropsAlphaAndReadsPalettes() throws IOException {
        var transparent = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        transparent.setRGB(0, 0, 0x40102030);
        var indexed = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.setRGB(0, 0, 0xffff0000);

        assertThat(grey(decoded(transparent, 3))).containsExactly(0x10, 0x20, 0x30);
        assertThat(grey(decoded(indexed, 3))).containsExactly(255, 0, 0);
    }

    @Test
    void weighsColoursIntoGrey() throws IOException {
        var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff6432c8);

        // 0.299 * 100 + 0.587 * 50 + 0.114 * 200 = 82.05
        assertThat(grey(decoded(image, 1))).containsExactly(82);
    }

    @Test
    void saysWhatARawFileOfAnotherSizeIsNot() throws IOException {
        var file = Files.write(directory.resolve("short.raw"), new byte[10]);

        assertThatThrownBy(() -> ImageTensors.read(file, IMAGENET))
                .isInstanceOf(UserFileException.class)
                .hasMessage(file + ": is neither PNG nor JPEG, and as raw float32 image of 224 x 224 x 3 it would have"
                        + " 602112 bytes, not 10");
    }

    @Test
    void saysThatAFileIsMissingOrADirectory() {
        var missing = directory.resolve("none.png");

        assertThatThrownBy(() -> ImageTensors.read(missing, IMAGENET)).hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> ImageTensors.read(directory, IMAGENET))
                .hasMessage(directory + ": is a directory; give a PNG, JPEG or raw float32 file");
    }

    @Test
    void refusesAPictureThatIsCutShort() throws IOException {
        var whole = Files.readAllBytes(write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB)));
        var file = Files.write(directory.resolve("cut.png"), Arrays.copyOf(whole, 40));

        assertThatThrownBy(() -> ImageTensors.read(file, IMAGENET))
                .isInstanceOf(UserFileException.class)
                .hasMessageStartingWith(file + ": cannot be decoded (")
                .hasMessageEndingWith("); save it as RGB PNG or JPEG");
    }

    @Test
    void refusesAHeaderThatClaimsTooManyPixelsBeforeItAllocates() throws IOException {
        var bytes = Files.readAllBytes(write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)));
        ByteBuffer.wrap(bytes).putInt(16, 100_000).putInt(20, 100_000);
        var crc = new CRC32();
        crc.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
        var file = Files.write(directory.resolve("bomb.png"), bytes);

        assertThatThrownBy(() -> ImageTensors.read(file, IMAGENET))
                .hasMessage(
                        file + ": has 100000 x 100000 pixels; at most 200000000 in all are decoded; make it smaller");
    }

    private Picture decoded(BufferedImage image, int channels) throws IOException {
        var file = write(image);
        return PictureDecoder.decode(file, Files.readAllBytes(file), channels);
    }

    private Path write(BufferedImage image) throws IOException {
        var file = directory.resolve("picture.png");
        assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
        return file;
    }

    private static int[] numbers(int count) {
        return IntStream.range(0, count).toArray();
    }
}
