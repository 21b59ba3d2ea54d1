package dev.touchstone.cli;

/** What was found out about a model, or why it could not be found out. */
sealed interface Finding<T> {
    /** It was found out. */
    record Found<T>(T value) implements Finding<T> {}

    /** It was not; the message is meant for the user. */
    record Fault<T>(String message) implements Finding<T> {}
}
