package dev.touchstone.browser;

/**
 * How the reader looks at a page.
 *
 * @param width of the window's content, in pixels
 * @param height of the window's content
 * @param dark whether the reader prefers dark colours
 */
public record View(int width, int height, boolean dark) {
    /** A desktop window by day. */
    public static final View LIGHT = new View(1280, 900, false);

    /** A desktop window by night. */
    public static final View DARK = new View(1280, 900, true);

    /** A telephone. */
    public static final View NARROW = new View(400, 800, false);
}
