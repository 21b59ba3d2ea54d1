package dev.touchstone.conformance;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The backend that is held against the suite, and how to open it.
 *
 * @param name how reports and commands call it
 * @param opener opens it anew; the caller closes what it gets
 * @param provider where the runtime would find it; empty if it is known as an instance only, then the rules of
 *     providers are skipped
 * @param arguments what chooses it on the command line, so that reports can say how a case is repeated
 */
public record BackendUnderTest(
        String name, Supplier<Backend> opener, Optional<BackendProvider> provider, String arguments) {
    /** A backend that its name alone chooses. */
    public BackendUnderTest(String name, Supplier<Backend> opener, Optional<BackendProvider> provider) {
        this(name, opener, provider, "--backend " + name);
    }

    /** A backend known by how it is made. */
    public static BackendUnderTest of(String name, Supplier<Backend> opener) {
        return new BackendUnderTest(name, opener, Optional.empty());
    }

    /** A backend known by its provider, opened with default options. */
    public static BackendUnderTest of(BackendProvider provider) {
        return of(provider, BackendOptions.defaults());
    }

    /** A backend known by its provider. */
    public static BackendUnderTest of(BackendProvider provider, BackendOptions options) {
        return new BackendUnderTest(provider.name(), () -> provider.open(options), Optional.of(provider));
    }

    /** The same backend, chosen on the command line by these arguments. */
    public BackendUnderTest withArguments(String words) {
        return new BackendUnderTest(name, opener, provider, words);
    }

    /** Opens it; the caller closes it. */
    public Backend open() {
        return opener.get();
    }
}
