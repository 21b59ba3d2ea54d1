package dev.touchstone.cli.image;

/**
 * Pixels of 8 bits, rows from top to bottom, the channels of a pixel side by side: grey, or red, green, blue.
 * Immutable by agreement: nobody writes the samples after construction.
 */
final class Picture {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;

    /**
     * A picture over an array that the caller gives away.
     *
     * @param channels 1 or 3
     * @param samples height x width x channels
     */
    Picture(int width, int height, int channels, byte[] samples) {
        if (samples.length != width * height * channels) {
            throw new IllegalArgumentException(
                    samples.length + " samples for " + width + "x" + height + "x" + channels);
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int channels() {
        return channels;
    }

    /** The array itself. */
    byte[] samples() {
        return samples;
    }

    /** A sample in 0..255. */
    int sample(int y, int x, int channel) {
        return samples[(y * width + x) * channels + channel] & 0xff;
    }
}
