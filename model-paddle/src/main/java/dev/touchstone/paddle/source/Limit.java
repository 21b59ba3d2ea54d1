package dev.touchstone.paddle.source;

/**
 * One bound of {@link dev.touchstone.model.ModelLimits} with its name, so that each violation can tell what to raise.
 *
 * @param name of the component of {@code ModelLimits}
 * @param most what is still allowed
 */
public record Limit(String name, long most) {
    /** Whether so many are allowed. */
    public boolean admits(long found) {
        return found <= most;
    }

    /** {@code 300 slots are more than 256, the limit ModelLimits.slots; raise it if you trust the file}. */
    public String refusal(long found, String things) {
        return found + " " + things + " are more than " + most + ", the limit ModelLimits." + name
                + "; raise it if you trust the file";
    }
}
