package dev.touchstone.reference;

import dev.touchstone.backend.Support;

/** Why the definition does not cover a node; becomes the backend's {@link Support.Unsupported} answer. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Support.Unsupported reason;

    Refusal(Support.Unsupported reason) {
        super(reason.toString(), null, false, false);
        this.reason = reason;
    }

    /** A refusal of a data type that has no rule. */
    static Refusal dataType(dev.touchstone.tensor.TensorType found, String supported) {
        return new Refusal(new Support.Unsupported("DATA_TYPE", "input", supported, found.toString(), ""));
    }

    Support.Unsupported reason() {
        return reason;
    }
}
