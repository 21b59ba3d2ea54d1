package dev.touchstone.runtime;

import dev.touchstone.backend.Availability;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider as it was found, with what it says of itself. Whatever a provider throws when it is asked makes it
 * {@link BackendStatus.Broken} and stops here.
 *
 * @param provider null if it is broken
 */
record Candidate(BackendReport report, @Nullable BackendProvider provider) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    /** A provider that could not be made. */
    static Candidate broken(@Nullable Class<?> type, String what) {
        return broken(Optional.empty(), type, what);
    }

    private static Candidate broken(Optional<String> name, @Nullable Class<?> type, String what) {
        return new Candidate(
                new BackendReport(
                        name,
                        Optional.ofNullable(type).map(Class::getName),
                        Optional.ofNullable(type).flatMap(Candidate::location),
                        OptionalInt.empty(),
                        new BackendStatus.Broken(what)),
                null);
    }

    /** Asks the provider for its name, priority and availability. */
    static Candidate ask(BackendProvider provider) {
        return ask(provider, provider::probe);
    }

    /** The same provider, asked again with the settings that it would be opened with. */
    Candidate with(BackendOptions options) {
        return provider == null ? this : ask(provider, () -> provider.probe(options));
    }

    private static Candidate ask(BackendProvider provider, Supplier<@Nullable Availability> probe) {
        var type = provider.getClass();
        Optional<String> known = Optional.empty();
        var method = "name()";
        try {
            @Nullable String name = provider.name();
            if (name == null || !NAME.matcher(name).matches()) {
                return broken(
                        type, "name() is " + name + "; expected a lower-case letter, then letters, digits or hyphens");
            }
            known = Optional.of(name);
            method = "priority()";
            int priority = provider.priority();
            method = "probe()";
            @Nullable Availability availability = probe.get();
            if (availability == null) {
                return broken(known, type, "probe() returned null");
            }
            var report = new BackendReport(
                    known,
                    Optional.of(type.getName()),
                    location(type),
                    OptionalInt.of(priority),
                    status(provider, availability));
            return new Candidate(report, provider);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // A foreign class: even a missing library must not end the listing of the others.
            return broken(known, type, method + " failed: " + e);
        }
    }

    private static BackendStatus status(BackendProvider provider, Availability availability) {
        return switch (availability) {
            case Availability.Available a -> new BackendStatus.Available(withPlace(provider, a.facts()));
            case Availability.Unavailable u -> new BackendStatus.Unavailable(u.reason(), u.remedy());
        };
    }

    private static List<String> withPlace(BackendProvider provider, List<String> facts) {
        return provider.isolated()
                ? Stream.concat(facts.stream(), Stream.of("runs isolated, in a process of its own"))
                        .toList()
                : facts;
    }

    /** {@code module dev.touchstone.ops.reference (/.../x.jar)}, or just the jar or directory. */
    private static Optional<String> location(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        var place = Optional.ofNullable(source == null ? null : source.getLocation())
                .map(Candidate::readable);
        var module = type.getModule();
        return module.isNamed()
                ? Optional.of(place.map(p -> module + " (" + p + ")").orElse(module.toString()))
                : place;
    }

    private static String readable(URL place) {
        try {
            return place.getProtocol().equals("file") ? Path.of(place.toURI()).toString() : place.toString();
        } catch (URISyntaxException e) {
            return place.toString();
        }
    }

    boolean isAvailable() {
        return report.status() instanceof BackendStatus.Available;
    }

    String name() {
        return report.name().orElse("");
    }

    int priority() {
        return report.priority().orElse(0);
    }

    String className() {
        return report.className().orElse("");
    }

    Candidate withStatus(BackendStatus status) {
        return new Candidate(
                new BackendReport(report.name(), report.className(), report.location(), report.priority(), status),
                provider);
    }
}
