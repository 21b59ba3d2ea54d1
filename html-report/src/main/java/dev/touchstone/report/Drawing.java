package dev.touchstone.report;

import java.util.List;
import java.util.Optional;

/**
 * Boxes, lines and words at given places; y grows downwards. Colours follow the reader's light or dark setting.
 *
 * @param width of the whole, in pixels at the size it is drawn
 * @param height of the whole
 * @param shapes later ones lie above earlier ones
 */
public record Drawing(int width, int height, List<Shape> shapes) {
    /** Shades go from {@code -SHADES} (blue) over 0 (the page's own colour) to {@code SHADES} (orange). */
    public static final int SHADES = HeatMap.STEPS;

    /** One shape. */
    public sealed interface Shape {}

    /**
     * A box with words in its middle; words that do not fit are cut.
     *
     * @param shade {@code -SHADES..SHADES}
     * @param tip what appears when the pointer rests on it; may be empty
     * @param anchor where a click leads
     */
    public record Box(
            double x,
            double y,
            double width,
            double height,
            int shade,
            String text,
            String tip,
            Optional<String> anchor)
            implements Shape {
        /**
         * Checks the shade.
         *
         * @throws IllegalArgumentException if there is no such shade
         */
        public Box {
            if (Math.abs(shade) > SHADES) {
                throw new IllegalArgumentException("shade " + shade + "; expected " + -SHADES + " to " + SHADES);
            }
        }
    }

    /**
     * A curve from a point down to another, with an arrow head there.
     *
     * @param text what appears when the pointer rests on it; may be empty
     */
    public record Arrow(double fromX, double fromY, double toX, double toY, String text) implements Shape {}

    /** Words that begin at a place; y is their base line. */
    public record Words(double x, double y, String text) implements Shape {}

    /** Copies the list. */
    public Drawing {
        shapes = List.copyOf(shapes);
    }
}
