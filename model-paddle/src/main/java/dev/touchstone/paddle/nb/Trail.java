package dev.touchstone.paddle.nb;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a file is read: {@code block 0, operator 3 (conv2d), attribute 'strides'}. Put into words only when a
 * message needs it.
 *
 * @param parent what it is part of
 * @param what kind of part
 * @param index its number among its like, or -1
 * @param name in brackets behind it; empty if unknown
 */
record Trail(@Nullable Trail parent, String what, int index, String name) {
    static final Trail START = new Trail(null, "", -1, "");

    Trail to(String part) {
        return new Trail(this, part, -1, "");
    }

    Trail to(String part, int number) {
        return new Trail(this, part, number, "");
    }

    Trail named(String newName) {
        return new Trail(parent, what, index, newName);
    }

    /** With a colon behind it; empty at the start. */
    String prefix() {
        return parent == null ? "" : this + ": ";
    }

    @Override
    public String toString() {
        String own = what + (index < 0 ? "" : " " + index) + (name.isEmpty() ? "" : " (" + name + ")");
        return parent == null || parent.parent == null ? own : parent + ", " + own;
    }
}
