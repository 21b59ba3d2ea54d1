package dev.touchstone.paddle.file;

/**
 * One bound of {@link dev.touchstone.model.ModelLimits} with its name, so that each violation can tell what to raise.
 */
record Limit(String name, long most) {
    boolean admits(long found) {
        return found <= most;
    }

    /** {@code 300 slots are more than 256, the limit ModelLimits.slots; raise it if you trust the file}. */
    String refusal(long found, String things) {
        return found + " " + things + " are more than " + most + ", the limit ModelLimits." + name
                + "; raise it if you trust the file";
    }
}
