package dev.touchstone.arm.kernel;

/**
 * How a row is cut into tiles of nearly equal width.
 *
 * @param wide number of wide tiles, first in the row
 * @param width pixels of a wide tile; the others have one less
 * @param narrow number of the others
 */
record Tiles(int wide, int width, int narrow) {
    /** As few tiles as possible of at most {@code max} pixels. */
    static Tiles of(int pixels, int max) {
        int tiles = (pixels + max - 1) / max;
        int width = (pixels + tiles - 1) / tiles;
        int wide = pixels - tiles * (width - 1);
        return new Tiles(wide, width, tiles - wide);
    }
}
