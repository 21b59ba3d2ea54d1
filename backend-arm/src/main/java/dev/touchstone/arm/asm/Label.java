package dev.touchstone.arm.asm;

/** A place in the code, known or still to come. Made by {@link CodeBuffer#newLabel}; belongs to that buffer. */
public final class Label {
    static final int UNBOUND = -1;

    int position = UNBOUND;

    Label() {}

    public boolean isBound() {
        return position != UNBOUND;
    }

    /**
     * The offset from the start of the code in bytes.
     *
     * @throws IllegalStateException if the label is not bound
     */
    public int position() {
        if (!isBound()) {
            throw new IllegalStateException("label is not bound");
        }
        return position;
    }
}
