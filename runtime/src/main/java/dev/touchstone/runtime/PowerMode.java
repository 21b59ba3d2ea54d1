package dev.touchstone.runtime;

/**
 * Which cores a run would like, in Paddle Lite's terms ({@code LITE_POWER_HIGH}, ...). A hint handed to the backends as
 * the setting {@link dev.touchstone.backend.BackendOptions#POWER_MODE}: threads of a JVM cannot be bound portably, and
 * results never depend on it.
 */
public enum PowerMode {
    /** The big cores. */
    HIGH(0),
    /** The little cores. */
    LOW(1),
    /** All cores, the big ones first. */
    FULL(2),
    /** No binding: the operating system decides. The default. */
    NO_BIND(3),
    /** As HIGH, changing the core from time to time. */
    RAND_HIGH(4),
    /** As LOW, changing the core from time to time. */
    RAND_LOW(5);

    private final int value;

    PowerMode(int value) {
        this.value = value;
    }

    /** Paddle Lite's number of the mode, 0 to 5. */
    public int value() {
        return value;
    }
}
