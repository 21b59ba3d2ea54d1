package dev.touchstone;

/** A well-formed operator, attribute value or data type that nobody asked can compute. */
public final class UnsupportedOperatorException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    public UnsupportedOperatorException(String message) {
        super(message);
    }
}
