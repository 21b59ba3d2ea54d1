package dev.touchstone.conformance;

/**
 * One rule of the definition, as the suite tests it.
 *
 * @param id operator and label, unique: {@code conv2d/C3}
 * @param kernel the class of {@code ops-reference} whose doc comment states the rule in full
 * @param text the rule in a few words, for reports
 */
public record Rule(String id, String kernel, String text) {
    /** {@code conv2d/C3 output size by truncating division}. */
    @Override
    public String toString() {
        return id + " " + text;
    }
}
