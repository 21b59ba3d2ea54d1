package dev.touchstone.cli.image;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes the PNG files that most are: grey or colour of 8 bits, with or without alpha, which is dropped, not
 * interlaced, without a palette, transparent colour or colour profile. All others, and everything damaged, are left to
 * ImageIO, of which this is a small part: it takes longer to load than most pictures take to decode.
 */
final class PlainPng {
    private static final int HEADER = 0x49484452;
    private static final int DATA = 0x49444154;
    private static final int END = 0x49454e44;
    private static final int TRANSPARENCY = 0x74524e53;
    private static final int PROFILE = 0x69434350;

    /** Bytes in front of the first chunk, whose content is {@link #HEADER_BYTES} long. */
    private static final int SIGNATURE_BYTES = 8;

    private static final int HEADER_BYTES = 13;
    private static final int MAX_PIXELS = 1 << 24;

    private final byte[] file;
    private final int width;
    private final int height;
    private final int channels;
    private final int stored;

    private PlainPng(byte[] file, int width, int height, int channels, int stored) {
        this.file = file;
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.stored = stored;
    }

    /** The picture with 1 or 3 channels, as stored; empty if this is not for here. */
    static Optional<Picture> decode(byte[] file) {
        var header = ByteBuffer.wrap(file);
        if (file.length < SIGNATURE_BYTES + 8 + HEADER_BYTES
                || header.getLong() != 0x89504e470d0a1a0aL
                || header.getInt() != HEADER_BYTES
                || header.getInt() != HEADER) {
            return Optional.empty();
        }
        int width = header.getInt();
        int height = header.getInt();
        int bits = header.get();
        int stored = switch (header.get()) {
            case 0 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 0;
        };
        boolean plain = bits == 8 && header.get() == 0 && header.get() == 0 && header.get() == 0;
        if (!plain || stored == 0 || width <= 0 || height <= 0 || (long) width * height > MAX_PIXELS) {
            return Optional.empty();
        }
        return new PlainPng(file, width, height, stored < 3 ? 1 : 3, stored).picture();
    }

    private Optional<Picture> picture() {
        int row = width * stored;
        var lines = new byte[height * (row + 1)];
        if (!inflate(lines)) {
            return Optional.empty();
        }
        var samples = new byte[width * height * channels];
        for (int y = 0; y < height; y++) {
            int at = y * (row + 1) + 1;
            if (!unfilter(lines, at, row, y == 0 ? -1 : at - row - 1)) {
                return Optional.empty();
            }
            if (stored == channels) {
                System.arraycopy(lines, at, samples, y * row, row);
            } else {
                for (int x = 0; x < width; x++) {
                    System.arraycopy(lines, at + x * stored, samples, (y * width + x) * channels, channels);
                }
            }
        }
        return Optional.of(new Picture(width, height, channels, samples));
    }

    /** Fills the array from the data chunks; false if they hold less, or a chunk says what is not for here. */
    private boolean inflate(byte[] lines) {
        var inflater = new Inflater();
        try {
            int filled = 0;
            int at = SIGNATURE_BYTES;
            while (file.length - at >= 12) {
                var chunk = ByteBuffer.wrap(file, at, 8);
                int length = chunk.getInt();
                int kind = chunk.getInt();
                if (length < 0 || length > file.length - at - 12 || kind == TRANSPARENCY || kind == PROFILE) {
                    return false;
                }
                if (kind == END) {
                    return filled == lines.length;
                }
                if (kind == DATA) {
                    inflater.setInput(file, at + 8, length);
                    filled += inflater.inflate(lines, filled, lines.length - filled);
                }
                at += length + 12;
            }
            return false;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }

    /**
     * Takes back what a row was filtered by, which stands in front of it.
     *
     * @param above where the row above begins; -1 for none, which counts as zeros
     */
    private boolean unfilter(byte[] lines, int at, int row, int above) {
        int filter = lines[at - 1];
        if (filter < 0 || filter > 4) {
            return false;
        }
        // Without a row above, the filters that take it are nothing, Sub or half of it.
        if (filter == 1 || (filter == 4 && above < 0)) {
            for (int i = stored; i < row; i++) {
                lines[at + i] += lines[at + i - stored];
            }
        } else if (filter == 2 && above >= 0) {
            for (int i = 0; i < row; i++) {
                lines[at + i] += lines[above + i];
            }
        } else if (filter == 3) {
            for (int i = 0; i < row; i++) {
                int left = i < stored ? 0 : lines[at + i - stored] & 0xff;
                int up = above < 0 ? 0 : lines[above + i] & 0xff;
                lines[at + i] += (byte) ((left + up) >> 1);
            }
        } else if (filter == 4) {
            for (int i = 0; i < row; i++) {
                int left = i < stored ? 0 : lines[at + i - stored] & 0xff;
                int corner = i < stored ? 0 : lines[above + i - stored] & 0xff;
                lines[at + i] += (byte) paeth(left, lines[above + i] & 0xff, corner);
            }
        }
        return true;
    }

    /** Of three neighbours the one that is closest to left + up - corner; of equals the first. */
    private static int paeth(int left, int up, int corner) {
        int toLeft = Math.abs(up - corner);
        int toUp = Math.abs(left - corner);
        int toCorner = Math.abs(left + up - 2 * corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
