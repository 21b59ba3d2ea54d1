package dev.touchstone.runtime.isolation;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendException;
import dev.touchstone.BackendTimeoutException;
import dev.touchstone.BackendUnavailableException;
import dev.touchstone.InvalidGraphException;
import dev.touchstone.InvalidInputException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.UnsupportedOperatorException;
import java.util.List;

/**
 * An exception on its way from the host to the caller, who gets the same type again.
 *
 * @param texts the message; of an invalid graph all faults
 */
record Failure(Kind kind, List<String> texts) {
    enum Kind {
        UNAVAILABLE,
        TIMEOUT,
        BACKEND,
        UNSUPPORTED_OPERATOR,
        INVALID_GRAPH,
        INVALID_INPUT,
        CANCELLED,
        /** The host is of no more use and ends. */
        LOST
    }

    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case BackendCrashedException e -> one(Kind.LOST, what(e));
            case BackendUnavailableException e -> one(Kind.UNAVAILABLE, what(e));
            case BackendTimeoutException e -> one(Kind.TIMEOUT, what(e));
            case BackendException e -> one(Kind.BACKEND, what(e));
            case UnsupportedOperatorException e -> one(Kind.UNSUPPORTED_OPERATOR, message(e));
            case InvalidGraphException e -> new Failure(Kind.INVALID_GRAPH, e.faults());
            case InvalidInputException e -> one(Kind.INVALID_INPUT, message(e));
            case RunCancelledException e -> one(Kind.CANCELLED, message(e));
            case ProtocolException e -> one(Kind.LOST, "the host was sent what is not the protocol: " + message(e));
            case Error e -> one(Kind.LOST, "the host failed: " + e);
            default -> one(Kind.BACKEND, "failed: " + thrown);
        };
    }

    private static Failure one(Kind kind, String text) {
        return new Failure(kind, List.of(text));
    }

    private static String message(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }

    /** Without the name in front, which is another one for the caller. */
    private static String what(BackendException e) {
        var prefix = "backend " + e.backend() + ": ";
        var message = message(e);
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    boolean isLost() {
        return kind == Kind.LOST;
    }

    String text() {
        return String.join("\n", texts);
    }

    /** The exception for the caller, who knows the backend by this name. */
    RuntimeException toException(String backend) {
        return switch (kind) {
            case UNAVAILABLE -> new BackendUnavailableException(backend, text());
            case TIMEOUT -> new BackendTimeoutException(backend, text());
            case BACKEND, LOST -> new BackendException(backend, text());
            case UNSUPPORTED_OPERATOR -> new UnsupportedOperatorException(text());
            case INVALID_GRAPH ->
                texts.isEmpty()
                        ? new InvalidGraphException("the host found a fault and did not say which")
                        : new InvalidGraphException(texts);
            case INVALID_INPUT -> new InvalidInputException(text());
            case CANCELLED -> new RunCancelledException(text());
        };
    }
}
