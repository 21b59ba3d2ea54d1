package dev.touchstone.conformance;

/**
 * One rule that backends are held against.
 *
 * @param id family and label, unique: {@code conv2d/C3}; the family is the kernel that states the rule, or the part of
 *     the service interface that does
 * @param source the class or page whose comment states the rule in full: {@code Conv2dKernel}
 * @param text the rule itself
 * @param required whether every backend must obey it that claims the operator; of an optional rule a backend may refuse
 *     the cases, as it may refuse any node, and a report does not miss them
 */
public record Rule(String id, String source, String text, boolean required) {
    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException if it does not consist of family and label
     */
    public Rule {
        if (!id.matches("[a-z0-9_-]+/[A-Z]+\\d+")) {
            throw new IllegalArgumentException("rule id '" + id + "'; expected a family and a label, as conv2d/C3");
        }
    }

    /** A required rule. */
    public static Rule required(String id, String source, String text) {
        return new Rule(id, source, text, true);
    }

    /** What stands before the stroke: {@code conv2d}. */
    public String family() {
        return id.substring(0, id.indexOf('/'));
    }

    /** What stands behind the stroke: {@code C3}. */
    public String label() {
        return id.substring(id.indexOf('/') + 1);
    }

    /** {@code conv2d/C3 the rule itself}. */
    @Override
    public String toString() {
        return id + " " + text;
    }
}
