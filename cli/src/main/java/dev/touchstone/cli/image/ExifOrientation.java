package dev.touchstone.cli.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held, as a JPEG file's EXIF header records it. The numbers are those of the EXIF standard (tag
 * 0x0112).
 *
 * @param code 1 (upright) to 8
 */
record ExifOrientation(int code) {
    private static final ExifOrientation UPRIGHT = new ExifOrientation(1);
    private static final int TAG = 0x0112;

    /** The orientation of a file; upright for everything that does not say otherwise, however broken. */
    static ExifOrientation of(byte[] file) {
        try {
            return inJpeg(ByteBuffer.wrap(file));
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return UPRIGHT;
        }
    }

    private static ExifOrientation inJpeg(ByteBuffer jpeg) {
        if (jpeg.getShort() != (short) 0xffd8) {
            return UPRIGHT;
        }
        while (true) {
            int marker = jpeg.getShort() & 0xffff;
            int length = jpeg.getShort() & 0xffff;
            if (marker < 0xffc0 || marker == 0xffda) {
                return UPRIGHT;
            }
            int next = jpeg.position() + length - 2;
            if (marker == 0xffe1 && length > 8 && jpeg.getInt() == 0x45786966 && jpeg.getShort() == 0) {
                return inTiff(jpeg.slice(jpeg.position(), next - jpeg.position()));
            }
            jpeg.position(next);
        }
    }

    private static ExifOrientation inTiff(ByteBuffer tiff) {
        tiff.order(tiff.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        tiff.position(tiff.getInt(4));
        int entries = tiff.getShort() & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = tiff.position() + 12 * i;
            if ((tiff.getShort(entry) & 0xffff) == TAG) {
                int code = tiff.getShort(entry + 8);
                return code >= 1 && code <= 8 ? new ExifOrientation(code) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** The picture turned and mirrored so that it stands upright. */
    Picture apply(Picture picture) {
        if (code == 1) {
            return picture;
        }
        int width = picture.width();
        int height = picture.height();
        boolean swapped = code >= 5;
        int newWidth = swapped ? height : width;
        int newHeight = swapped ? width : height;
        int channels = picture.channels();
        var out = new byte[picture.samples().length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int fromX = swapped ? y : x;
                int fromY = swapped ? x : y;
                if (code == 2 || code == 3 || code == 7 || code == 8) {
                    fromX = width - 1 - fromX;
                }
                if (code == 3 || code == 4 || code == 6 || code == 7) {
                    fromY = height - 1 - fromY;
                }
                System.arraycopy(
                        picture.samples(),
                        (fromY * width + fromX) * channels,
                        out,
                        (y * newWidth + x) * channels,
                        channels);
            }
        }
        return new Picture(newWidth, newHeight, channels, out);
    }
}
