package dev.touchstone.conformance.judge;

import dev.touchstone.conformance.Computation;

/** What a backend threw in a part of a case, on its way to who runs the case. */
public final class PartCrash extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String label;
    private final transient Computation part;

    PartCrash(String label, Computation part, Throwable thrown) {
        super(label + thrown, thrown);
        this.label = label;
        this.part = part;
    }

    /** Which part, as failures begin. */
    public String label() {
        return label;
    }

    /** What was computed. */
    public Computation part() {
        return part;
    }
}
