package dev.touchstone.arm.compile;

import dev.touchstone.tensor.Shape;

/** The order of a tensor's elements in memory. Offsets and sizes are bytes. */
sealed interface Layout {
    /** Bytes that kernels may read or write behind a tensor. */
    int SLACK = 256;

    /** Bytes of the whole tensor, without slack. */
    int bytes();

    /** Row-major without gaps. */
    record Dense(Shape shape, int element) implements Layout {
        @Override
        public int bytes() {
            return Math.multiplyExact(shape.elements(), element);
        }
    }

    /**
     * Images as planes of {@code block} channels, pixels in rows, with a border around each plane that holds zeros: 64
     * channels, or for tensors with fewer channels 4, 16 or 32. Channels behind the last hold anything.
     */
    record Planes(int n, int c, int h, int w, int block, int element, int top, int left, int bottom, int right)
            implements Layout {
        /** Planes of an image. */
        int planes() {
            return (c + block - 1) / block;
        }

        /** From a pixel to its right neighbour. */
        int pixel() {
            return block * element;
        }

        /** From a row to the next. */
        int row() {
            return (left + w + right) * pixel();
        }

        /** From a plane to the next: whole cache lines. */
        int plane() {
            return Math.addExact(Math.multiplyExact(row(), top + h + bottom), 63) & -64;
        }

        /** From an image to the next. */
        int image() {
            return Math.multiplyExact(plane(), planes());
        }

        /** Of an element; rows and columns may lie in the border. */
        int offset(int image, int channel, int y, int x) {
            return image * image()
                    + channel / block * plane()
                    + (top + y) * row()
                    + (left + x) * pixel()
                    + channel % block * element;
        }

        boolean hasBorder() {
            return (top | left | bottom | right) != 0;
        }

        @Override
        public int bytes() {
            return Math.multiplyExact(image(), n);
        }
    }
}
