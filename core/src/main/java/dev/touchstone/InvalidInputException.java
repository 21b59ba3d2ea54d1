package dev.touchstone;

/** A tensor given to a run is not what the model's input takes; the message names the input, found and expected. */
public final class InvalidInputException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    /** The message says which input, what was found and what is expected. */
    public InvalidInputException(String message) {
        super(message);
    }
}
