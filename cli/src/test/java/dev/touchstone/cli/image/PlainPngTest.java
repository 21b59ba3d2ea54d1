package dev.touchstone.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainPngTest {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;

    /** Colour types of the PNG standard with the samples that a pixel has in the file and in the result. */
    @ParameterizedTest
    @CsvSource({"0, 1, 1", "2, 3, 3", "4, 2, 1", "6, 4, 3"})
    void takesBackEveryFilterInEveryRow(int type, int stored, int kept) {
        var random = new SplittableRandom(7);
        for (int first = 0; first <= 4; first++) {
            var samples = new byte[HEIGHT * WIDTH * stored];
            random.nextBytes(samples);

            var picture = PlainPng.decode(png(type, 8, filtered(samples, stored, first)));

            var expected = new byte[HEIGHT * WIDTH * kept];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = samples[i / kept * stored + i % kept];
            }
            assertThat(picture).as("filter %d in the first row", first).hasValueSatisfying(p -> {
                assertThat(p.channels()).isEqualTo(kept);
                assertThat(p.samples()).isEqualTo(expected);
            });
        }
    }

    @Test
    void decodesWhatAnotherProgramWrites() throws IOException {
        var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        var random = new SplittableRandom(11);
        for (int i = 0; i < 40 * 30; i++) {
            image.setRGB(i % 40, i / 40, random.nextInt());
        }
        var file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);

        assertThat(PlainPng.decode(file.toByteArray())).hasValueSatisfying(p -> {
            for (int i = 0; i < 40 * 30; i++) {
                int rgb = image.getRGB(i % 40, i / 40);
                assertThat(p.sample(i / 40, i % 40, 0)).isEqualTo(rgb >> 16 & 0xff);
                assertThat(p.sample(i / 40, i % 40, 1)).isEqualTo(rgb >> 8 & 0xff);
                assertThat(p.sample(i / 40, i % 40, 2)).isEqualTo(rgb & 0xff);
            }
        });
    }

    @Test
    void leavesPalettesOtherDepthsAndTransparentColours() {
        var rows = filtered(new byte[HEIGHT * WIDTH], 1, 0);

        assertThat(PlainPng.decode(png(3, 8, rows))).isEmpty();
        assertThat(PlainPng.decode(png(0, 16, rows))).isEmpty();
        assertThat(PlainPng.decode(png(0, 4, rows))).isEmpty();
        assertThat(PlainPng.decode(png(0, 8, rows, "tRNS"))).isEmpty();
        assertThat(PlainPng.decode(png(0, 8, rows, "iCCP"))).isEmpty();
        assertThat(PlainPng.decode(png(0, 8, rows, "tEXt"))).isPresent();
    }

    @Test
    void leavesWhatIsDamaged() {
        var rows = filtered(new byte[HEIGHT * WIDTH], 1, 0);
        var whole = png(0, 8, rows);
        for (int length = 0; length < whole.length; length++) {
            assertThat(PlainPng.decode(Arrays.copyOf(whole, length)))
                    .as("cut after %d", length)
                    .isEmpty();
        }
        assertThat(PlainPng.decode(png(0, 8, Arrays.copyOf(rows, rows.length - 1))))
                .isEmpty();
        rows[0] = 5;
        assertThat(PlainPng.decode(png(0, 8, rows))).as("unknown filter").isEmpty();
    }

    /** Rows with their filters, which follow one another from the given one on. */
    private static byte[] filtered(byte[] samples, int stored, int first) {
        int row = WIDTH * stored;
        var out = new byte[HEIGHT * (row + 1)];
        for (int y = 0; y < HEIGHT; y++) {
            int filter = (first + y) % 5;
            out[y * (row + 1)] = (byte) filter;
            for (int i = 0; i < row; i++) {
                int left = i < stored ? 0 : samples[y * row + i - stored] & 0xff;
                int up = y == 0 ? 0 : samples[(y - 1) * row + i] & 0xff;
                int corner = y == 0 || i < stored ? 0 : samples[(y - 1) * row + i - stored] & 0xff;
                int predicted = switch (filter) {
                    case 1 -> left;
                    case 2 -> up;
                    case 3 -> (left + up) / 2;
                    case 4 -> closest(left + up - corner, left, up, corner);
                    default -> 0;
                };
                out[y * (row + 1) + 1 + i] = (byte) (samples[y * row + i] - predicted);
            }
        }
        return out;
    }

    private static int closest(int to, int... candidates) {
        int best = candidates[0];
        for (int candidate : candidates) {
            best = Math.abs(candidate - to) < Math.abs(best - to) ? candidate : best;
        }
        return best;
    }

    /** A file of these rows, in two data chunks, with an empty chunk of each further kind in front of them. */
    private static byte[] png(int type, int bits, byte[] rows, String... further) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        var header = ByteBuffer.allocate(13)
                .putInt(WIDTH)
                .putInt(HEIGHT)
                .put((byte) bits)
                .put((byte) type);
        chunk(out, "IHDR", header.array());
        for (var kind : further) {
            chunk(out, kind, new byte[0]);
        }
        var deflater = new Deflater();
        deflater.setInput(rows);
        deflater.finish();
        var data = new byte[1000];
        int length = deflater.deflate(data);
        deflater.end();
        chunk(out, "IDAT", Arrays.copyOf(data, length / 2));
        chunk(out, "IDAT", Arrays.copyOfRange(data, length / 2, length));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String kind, byte[] content) {
        var named = ByteBuffer.allocate(4 + content.length)
                .put(kind.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
        var sum = new CRC32();
        sum.update(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
