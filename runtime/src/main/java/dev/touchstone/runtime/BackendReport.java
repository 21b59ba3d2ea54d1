package dev.touchstone.runtime;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One provider of the class path or module path, as {@code touchstone backends} lists it.
 *
 * @param name the backend's name; empty if the provider could not be asked
 * @param className the provider's class; empty if it could not be loaded
 * @param location its module, and the jar or directory it comes from; empty if unknown
 * @param priority its place in the default order; empty if the provider could not be asked
 */
public record BackendReport(
        Optional<String> name,
        Optional<String> className,
        Optional<String> location,
        OptionalInt priority,
        BackendStatus status) {
    /** {@code reference: available: plain Java, one thread}. */
    @Override
    public String toString() {
        return name.or(() -> className).orElse("unknown provider") + ": " + status;
    }
}
