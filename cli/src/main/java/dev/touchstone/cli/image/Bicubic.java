package dev.touchstone.cli.image;

import java.util.Arrays;

/**
 * Bicubic resizing as the image classification demo's converter does it.
 *
 * <p>B1 Output pixel d of n samples the input of m pixels at {@code f = (d + 0.5) * m / n - 0.5}; {@code i = floor(f)},
 * {@code t = f - i}.
 * <br>B2 Four taps i-1 .. i+2, outside the picture the nearest edge pixel; no antialiasing.
 * <br>B3 With a = -0.75 their weights are {@code ((a(t+1) - 5a)(t+1) + 8a)(t+1) - 4a}, {@code ((a+2)t - (a+3))t^2 + 1},
 * the same for 1-t, and what is missing to 1.
 * <br>B4 Rows first, then columns, in double; at the end to the nearest integer, ties to even, clamped to 0..255.
 */
final class Bicubic {
    private static final double A = -0.75;

    private Bicubic() {}

    static Picture resize(Picture picture, int width, int height) {
        return resize(picture, width, height, 0, 0, width, height);
    }

    /**
     * A rectangle of the resized picture; the rest of it is never made.
     *
     * @param fullWidth of the whole resized picture
     * @param fullHeight of the whole resized picture
     * @param left first column that is wanted
     * @param top first row that is wanted
     */
    static Picture resize(Picture picture, int fullWidth, int fullHeight, int left, int top, int width, int height) {
        int channels = picture.channels();
        var rows = new Taps(picture.height(), fullHeight, top, height);
        var columns = new Taps(picture.width(), fullWidth, left, width);
        var line = new double[picture.width() * channels];
        var out = new byte[width * height * channels];
        for (int y = 0; y < height; y++) {
            blend(picture, rows, y, line);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    double sum = 0;
                    for (int k = 0; k < 4; k++) {
                        sum += columns.weights[4 * x + k] * line[columns.positions[4 * x + k] * channels + c];
                    }
                    out[(y * width + x) * channels + c] = (byte) Math.clamp(Math.rint(sum), 0, 255);
                }
            }
        }
        return new Picture(width, height, channels, out);
    }

    /** Row y of the result, not yet resized in its columns. */
    private static void blend(Picture picture, Taps rows, int y, double[] line) {
        Arrays.fill(line, 0);
        for (int k = 0; k < 4; k++) {
            double weight = rows.weights[4 * y + k];
            int from = rows.positions[4 * y + k] * line.length;
            for (int i = 0; i < line.length; i++) {
                line[i] += weight * (picture.samples()[from + i] & 0xff);
            }
        }
    }

    /** Four input positions and weights for each output position. */
    private static final class Taps {
        final int[] positions;
        final double[] weights;

        Taps(int in, int out, int first, int count) {
            positions = new int[4 * count];
            weights = new double[4 * count];
            for (int d = 0; d < count; d++) {
                double f = (first + d + 0.5) * in / out - 0.5;
                int i = (int) Math.floor(f);
                double t = f - i;
                double before = ((A * (t + 1) - 5 * A) * (t + 1) + 8 * A) * (t + 1) - 4 * A;
                double left = near(t);
                double right = near(1 - t);
                double[] w = {before, left, right, 1 - before - left - right};
                for (int k = 0; k < 4; k++) {
                    positions[4 * d + k] = Math.clamp(i - 1L + k, 0, in - 1);
                    weights[4 * d + k] = w[k];
                }
            }
        }

        private static double near(double t) {
            return ((A + 2) * t - (A + 3)) * t * t + 1;
        }
    }
}
