package dev.touchstone.arm.compile;

import dev.touchstone.backend.Support;

/** Why a node is not taken; becomes the backend's answer. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Support.Unsupported reason;

    Refusal(String code, String attribute, String limit, String actual) {
        this(new Support.Unsupported(code, attribute, limit, actual, ""));
    }

    private Refusal(Support.Unsupported reason) {
        super(reason.toString(), null, false, false);
        this.reason = reason;
    }

    Support.Unsupported reason() {
        return reason;
    }
}
