package dev.touchstone.cli.image;

import dev.touchstone.cli.file.UserFileException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * Decodes pictures, what {@link PlainPng} leaves through {@link ImageIO}.
 *
 * <p>Samples are taken as stored: colour profiles are ignored, as image libraries of training programs do, and grey
 * stays grey ({@link BufferedImage#getRGB} would apply a gamma curve to it). Of 16 bits the upper 8 count, alpha is
 * dropped. Grey becomes colour by repetition, colour becomes grey by {@code 0.299 r + 0.587 g + 0.114 b}.
 */
final class PictureDecoder {
    /** More pixels than any camera takes; a small file can claim far more. */
    private static final long MAX_PIXELS = 200_000_000;

    private PictureDecoder() {}

    /**
     * The picture upright, as its EXIF orientation says.
     *
     * @param channels 1 or 3
     */
    static Picture decode(Path file, byte[] bytes, int channels) {
        var stored = PlainPng.decode(bytes).orElseGet(() -> stored(read(file, bytes)));
        var picture = channels == 1 ? grey(stored) : colour(stored);
        return ExifOrientation.of(bytes).apply(picture);
    }

    private static BufferedImage read(Path file, byte[] bytes) {
        // ImageIO's default is a cache in the temporary directory, which may not be writable.
        ImageIO.setUseCache(false);
        try (var stream = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new UserFileException(file, "is neither PNG nor JPEG; convert it to one of these");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MAX_PIXELS) {
                    throw new UserFileException(
                            file,
                            "has " + reader.getWidth(0) + " x " + reader.getHeight(0) + " pixels; at most " + MAX_PIXELS
                                    + " in all are decoded; make it smaller");
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UserFileException(
                    file, "cannot be decoded (" + e.getMessage() + "); save it as RGB PNG or JPEG", e);
        }
    }

    private static boolean isGrey(ColorModel model) {
        return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY && !(model instanceof IndexColorModel);
    }

    private static Picture grey(Picture stored) {
        if (stored.channels() == 1) {
            return stored;
        }
        byte[] rgb = stored.samples();
        var out = new byte[stored.width() * stored.height()];
        for (int i = 0; i < out.length; i++) {
            double sum =
                    0.299 * (rgb[3 * i] & 0xff) + 0.587 * (rgb[3 * i + 1] & 0xff) + 0.114 * (rgb[3 * i + 2] & 0xff);
            out[i] = (byte) Math.rint(sum);
        }
        return new Picture(stored.width(), stored.height(), 1, out);
    }

    private static Picture colour(Picture stored) {
        if (stored.channels() == 3) {
            return stored;
        }
        byte[] grey = stored.samples();
        var out = new byte[3 * grey.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = grey[i / 3];
        }
        return new Picture(stored.width(), stored.height(), 3, out);
    }

    /** The samples of a decoded image, with 1 channel if it is grey and else with 3. */
    private static Picture stored(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var model = image.getColorModel();
        if (isGrey(model)) {
            return new Picture(width, height, 1, bands(image, 1));
        }
        if (model.getColorSpace().getType() == ColorSpace.TYPE_RGB && hasWholeSamples(image)) {
            return new Picture(width, height, 3, bands(image, 3));
        }
        return new Picture(width, height, 3, converted(image));
    }

    /** True if the raster's bands are the colour components themselves, not indices or packed bits. */
    private static boolean hasWholeSamples(BufferedImage image) {
        int type = image.getRaster().getDataBuffer().getDataType();
        return !(image.getColorModel() instanceof IndexColorModel)
                && image.getRaster().getNumBands() >= 3
                && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)
                && image.getColorModel().getComponentSize(0) >= 8;
    }

    private static byte[] bands(BufferedImage image, int count) {
        var raster = image.getRaster();
        int width = image.getWidth();
        int height = image.getHeight();
        int bands = raster.getNumBands();
        int shift = Math.max(0, image.getColorModel().getComponentSize(0) - 8);
        var out = new byte[width * height * count];
        int[] line = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, line);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < count; c++) {
                    out[(y * width + x) * count + c] = (byte) (line[x * bands + c] >> shift);
                }
            }
        }
        return out;
    }

    private static byte[] converted(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var out = new byte[width * height * 3];
        int[] line = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, line, 0, width);
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * 3;
                out[at] = (byte) (line[x] >> 16);
                out[at + 1] = (byte) (line[x] >> 8);
                out[at + 2] = (byte) line[x];
            }
        }
        return out;
    }
}
