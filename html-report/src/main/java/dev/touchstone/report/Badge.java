package dev.touchstone.report;

/**
 * A status with its word.
 *
 * @param text what the badge says; by default the status' name
 */
public record Badge(Status status, String text) {
    /** A badge that says the status' name. */
    public static Badge of(Status status) {
        return new Badge(status, status.name());
    }
}
