package dev.touchstone;

/** A well-formed operator, attribute value or data type that nobody asked can compute. */
public final class UnsupportedOperatorException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    /** The message says which operator, where, and what is supported. */
    public UnsupportedOperatorException(String message) {
        super(message);
    }
}
