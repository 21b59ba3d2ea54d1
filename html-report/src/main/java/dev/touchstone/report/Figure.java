package dev.touchstone.report;

/**
 * A drawing. It keeps its size and scrolls inside its frame where the page is narrower.
 *
 * @param caption what it shows; also what a screen reader says
 */
public record Figure(String caption, Drawing drawing) implements Block {}
