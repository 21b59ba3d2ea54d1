package dev.touchstone.runtime.isolation;

/** A host can no longer be spoken to. Never leaves the package. */
final class HostLostException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Ending ending;
    private final boolean overdue;

    /**
     * Says what happened.
     *
     * @param what as a sentence about the process
     * @param overdue whether it was ended because it did not answer in time
     */
    HostLostException(String what, Ending ending, boolean overdue) {
        super(what);
        this.ending = ending;
        this.overdue = overdue;
    }

    Ending ending() {
        return ending;
    }

    boolean isOverdue() {
        return overdue;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
