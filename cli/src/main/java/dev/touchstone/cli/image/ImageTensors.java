package dev.touchstone.cli.image;

import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Turns an image file into the input of a network.
 *
 * <p>I1 A PNG or JPEG file is decoded to 8 bits, turned upright and resized ({@link Bicubic}): straight to the size, or
 * the short side to 8/7 of it and the centre cut out.
 * <br>I2 {@code v = (float) u / 255f} for each sample u.
 * <br>I3 Any other file holds v itself: little-endian float32, height x width x channels, of exactly that size. This is
 * the demo's raw image format.
 * <br>I4 The result is {@code (v - mean[c]) / std[c]} in float32, in this order, as [1, channels, height, width].
 */
public final class ImageTensors {
    private static final long MAX_FILE_BYTES = 1L << 30;

    private ImageTensors() {}

    /**
     * Reads one image.
     *
     * @throws UserFileException if the file cannot be read or is no image of a kind above
     */
    public static Tensor read(Path file, ImageProfile profile) {
        byte[] bytes = bytes(file);
        float[] pixels = isPicture(bytes)
                ? unit(fit(PictureDecoder.decode(file, bytes, profile.channels()), profile))
                : raw(file, bytes, profile);
        return Tensor.of(normalised(pixels, profile), 1, profile.channels(), profile.height(), profile.width());
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (Files.isDirectory(file)) {
                throw new UserFileException(file, "is a directory; give a PNG, JPEG or raw float32 file");
            }
            if (size > MAX_FILE_BYTES) {
                throw new UserFileException(
                        file, "has " + size + " bytes; an image file may have " + MAX_FILE_BYTES + " at most");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UserFileException(file, "no such file", e);
        } catch (IOException e) {
            throw new UserFileException(file, "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static boolean isPicture(byte[] file) {
        return startsWith(file, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a) || startsWith(file, 0xff, 0xd8, 0xff);
    }

    private static boolean startsWith(byte[] file, int... signature) {
        for (int i = 0; i < signature.length; i++) {
            if (i >= file.length || (file[i] & 0xff) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    static Picture fit(Picture picture, ImageProfile profile) {
        int width = profile.width();
        int height = profile.height();
        return switch (profile.resize()) {
            case STRETCH -> Bicubic.resize(picture, width, height);
            case CENTER_CROP -> {
                double scale = 8.0 / 7 * Math.max((double) width / picture.width(), (double) height / picture.height());
                int fullWidth = (int) Math.rint(picture.width() * scale);
                int fullHeight = (int) Math.rint(picture.height() * scale);
                int left = (fullWidth - width) / 2;
                int top = (fullHeight - height) / 2;
                yield Bicubic.resize(picture, fullWidth, fullHeight, left, top, width, height);
            }
        };
    }

    private static float[] unit(Picture picture) {
        var out = new float[picture.samples().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (picture.samples()[i] & 0xff) / 255f;
        }
        return out;
    }

    private static float[] raw(Path file, byte[] bytes, ImageProfile profile) {
        var out = new float[profile.height() * profile.width() * profile.channels()];
        if (bytes.length != 4L * out.length) {
            throw new UserFileException(
                    file,
                    "is neither PNG nor JPEG, and as raw float32 image of " + profile.height() + " x " + profile.width()
                            + " x " + profile.channels() + " it would have " + 4L * out.length + " bytes, not "
                            + bytes.length);
        }
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out);
        return out;
    }

    /** From pixel by pixel to channel by channel. */
    static float[] normalised(float[] pixels, ImageProfile profile) {
        int channels = profile.channels();
        int area = profile.height() * profile.width();
        var out = new float[pixels.length];
        for (int c = 0; c < channels; c++) {
            float mean = profile.mean().get(c);
            float std = profile.std().get(c);
            for (int i = 0; i < area; i++) {
                out[c * area + i] = (pixels[i * channels + c] - mean) / std;
            }
        }
        return out;
    }
}
