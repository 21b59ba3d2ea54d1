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

    Support.Unsupported reason() {
        return reason;
    }
}
