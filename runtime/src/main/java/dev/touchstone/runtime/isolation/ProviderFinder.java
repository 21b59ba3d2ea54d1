package dev.touchstone.runtime.isolation;

import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;

/** Where a host finds what it is asked to open. */
@FunctionalInterface
public interface ProviderFinder {
    /**
     * The provider of this name.
     *
     * @param options with which it will be opened
     * @throws dev.touchstone.BackendUnavailableException if it is not there or cannot work here
     */
    BackendProvider find(String name, BackendOptions options);
}
