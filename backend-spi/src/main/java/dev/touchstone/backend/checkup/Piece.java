package dev.touchstone.backend.checkup;

/**
 * A line of the table of versions.
 *
 * @param what {@code libGAL.so}, {@code kernel module galcore}
 * @param where the path
 * @param version as it says itself, {@code unknown} if it does not
 */
public record Piece(String what, String where, String version) {}
