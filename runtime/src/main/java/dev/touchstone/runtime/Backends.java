package dev.touchstone.runtime;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.ServiceSearch;
import dev.touchstone.TouchstoneException;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.runtime.isolation.IsolatedProvider;
import dev.touchstone.runtime.isolation.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The backends of this program: every provider on the class path and the module path, the broken ones included, as they
 * were when {@link #find} looked. A provider that fails is reported and does not disturb the others. Immutable and
 * thread-safe.
 *
 * <p>Of several providers with one name, one counts and the others are reported as shadowed: an available one before
 * one that is not, then the one of higher priority, then the class name that comes first in the alphabet.
 */
public final class Backends {
    /** The name of the backend that defines the operators; last in the default order. */
    public static final String REFERENCE = "reference";

    /** After so many broken providers the rest of the class path is not searched. */
    private static final int MAX_BROKEN = 64;

    /** A provider under the name that the user gave it. */
    record Selected(String name, BackendProvider provider) {}

    private final List<Candidate> usable;
    private final List<BackendReport> reports;

    private Backends(List<Candidate> candidates) {
        var winners = new HashMap<String, Candidate>();
        var rest = new ArrayList<Candidate>();
        for (var candidate : candidates.stream().sorted(Backends::bestFirst).toList()) {
            var winner = candidate.provider() == null ? null : winners.putIfAbsent(candidate.name(), candidate);
            if (candidate.provider() == null) {
                rest.add(candidate);
            } else if (winner != null) {
                rest.add(candidate.withStatus(new BackendStatus.Shadowed(winner.className(), why(winner, candidate))));
            }
        }
        this.usable = winners.values().stream().sorted(Backends::bestFirst).toList();
        this.reports = Stream.concat(usable.stream(), rest.stream())
                .map(Candidate::report)
                .toList();
    }

    /** Spelled out: each of {@link Comparator}'s own orders is a serializable lambda, which takes a millisecond to link. */
    private static int bestFirst(Candidate a, Candidate b) {
        int order = Boolean.compare(b.isAvailable(), a.isAvailable());
        order = order != 0 ? order : Integer.compare(b.priority(), a.priority());
        return order != 0 ? order : a.className().compareTo(b.className());
    }

    private static String why(Candidate winner, Candidate loser) {
        String decided;
        if (winner.isAvailable() != loser.isAvailable()) {
            decided = "it is available and this one is not";
        } else if (winner.priority() != loser.priority()) {
            decided = "it has priority " + winner.priority() + ", this one " + loser.priority();
        } else {
            decided = "its class name comes first";
        }
        return "both are named " + winner.name() + " and " + decided
                + "; remove one of them from the class path or module path";
    }

    /** Looks through the class path and module path, as seen by the thread's context class loader. */
    public static Backends find() {
        return ServiceSearch.onlyLayer()
                .map(Backends::find)
                .orElseGet(() -> find(ServiceLoader.load(BackendProvider.class)));
    }

    /** Looks through what a class loader sees. */
    public static Backends find(ClassLoader loader) {
        return find(ServiceLoader.load(BackendProvider.class, loader));
    }

    /** Looks through a module layer and its parents. */
    public static Backends find(ModuleLayer layer) {
        return find(ServiceLoader.load(layer, BackendProvider.class));
    }

    private static Backends find(ServiceLoader<BackendProvider> services) {
        var candidates = new ArrayList<Candidate>();
        int broken = 0;
        for (var found = services.stream().iterator(); broken < MAX_BROKEN; ) {
            Class<?> type = null;
            try {
                if (!found.hasNext()) {
                    break;
                }
                var service = found.next();
                type = service.type();
                candidates.add(Candidate.ask(service.get()));
            } catch (ServiceConfigurationError e) {
                candidates.add(Candidate.broken(
                        type,
                        e.getCause() == null ? String.valueOf(e.getMessage()) : "constructor failed: " + e.getCause()));
                broken++;
            }
        }
        return new Backends(candidates);
    }

    /** Just these, for programs that bring their own instead of having them found. */
    public static Backends of(BackendProvider... providers) {
        return new Backends(Stream.of(providers).map(Candidate::ask).toList());
    }

    /** Every provider: those that can be asked for, best first, then the shadowed and the broken ones. */
    public List<BackendReport> reports() {
        return reports;
    }

    /**
     * The names of all available backends, highest priority first, {@code reference} last.
     *
     * @throws AmbiguousOrderException if two have one priority
     */
    public List<String> defaultOrder() {
        var order = usable.stream()
                .filter(c -> c.isAvailable() && !c.name().equals(REFERENCE))
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i + 1 < order.size(); i++) {
            int priority = order.get(i).priority();
            if (priority == order.get(i + 1).priority()) {
                throw new AmbiguousOrderException(
                        order.stream()
                                .filter(c -> c.priority() == priority)
                                .map(Candidate::name)
                                .toList(),
                        priority);
            }
        }
        usable.stream()
                .filter(c -> c.isAvailable() && c.name().equals(REFERENCE))
                .forEach(order::add);
        return order.stream().map(Candidate::name).toList();
    }

    /**
     * The providers of these names in this order; for no names, those of the default order. A name may be followed by a
     * place, as {@link SessionOptions#backends} says; without one, a provider that wants a process of its own gets it.
     *
     * @param options with which they will be opened; for those that are named, settings count when it is asked whether
     *     they are available
     * @throws BackendUnavailableException if one cannot be used, or none is there
     * @throws AmbiguousOrderException if there is no default order
     */
    List<Selected> select(List<String> names, BackendOptions options) {
        var order = names.isEmpty() ? defaultOrder() : names;
        if (order.isEmpty()) {
            throw new BackendUnavailableException(REFERENCE, notFound());
        }
        return order.stream().map(n -> at(n, options)).toList();
    }

    private Selected at(String address, BackendOptions options) {
        int separator = address.indexOf('@');
        var name = separator < 0 ? address : address.substring(0, separator);
        if (separator < 0) {
            var provider = available(name, options);
            return provider.isolated() ? isolated(address, provider) : new Selected(address, provider);
        }
        return switch (place(address, separator + 1)) {
            case Place.InProcess p -> new Selected(address, available(name, options));
            case Place.OwnProcess p -> isolated(address, available(name, options));
            // Over there may be what is not here; what is here can still explain its crashes.
            case Place.Ssh p -> remote(address, name, p);
            case Place.Adb p -> remote(address, name, p);
            case Place.Command p -> remote(address, name, p);
        };
    }

    private static Place place(String address, int start) {
        try {
            return Place.parse(address.substring(start));
        } catch (IllegalArgumentException e) {
            throw new BackendUnavailableException(address, String.valueOf(e.getMessage()), e);
        }
    }

    private static Selected isolated(String address, BackendProvider provider) {
        return new Selected(address, new IsolatedProvider(address, provider.name(), new Place.OwnProcess(), provider));
    }

    private Selected remote(String address, String name, Place place) {
        var here = usable.stream()
                .filter(c -> c.name().equals(name))
                .map(Candidate::provider)
                .findFirst()
                .orElse(null);
        return new Selected(address, new IsolatedProvider(address, name, place, here));
    }

    /**
     * A provider that opens its backends where an address says.
     *
     * @param address a name, or a name and a place, as {@link SessionOptions#backends} says
     * @param options with which its backends will be opened: settings count when it is asked whether it is available
     * @throws BackendUnavailableException if it is not there or cannot be used
     */
    public BackendProvider provider(String address, BackendOptions options) {
        return at(address, options).provider();
    }

    /**
     * The provider of this name.
     *
     * @throws BackendUnavailableException if it is not there or cannot be used
     */
    BackendProvider available(String name, BackendOptions options) {
        var candidate =
                usable.stream().filter(c -> c.name().equals(name)).findFirst().map(c -> c.with(options));
        if (candidate.isPresent() && candidate.get().isAvailable()) {
            return Objects.requireNonNull(candidate.get().provider());
        }
        throw new BackendUnavailableException(
                name,
                candidate
                        .map(Candidate::report)
                        .or(() -> reports.stream()
                                .filter(r -> r.name().equals(Optional.of(name)))
                                .findFirst())
                        .map(r -> r.status().toString())
                        .orElseGet(this::notFound));
    }

    /**
     * Opens a backend where an address says, and closes it again: whether ssh, adb and the other side work.
     *
     * @param address as for {@link #provider}
     * @return available with where it ran, or not with everything that is known of the reason
     */
    public BackendReport ask(String address) {
        BackendStatus status;
        try (var opened =
                OpenBackends.open(List.of(at(address, BackendOptions.defaults())), BackendOptions.defaults())) {
            var places = opened.places().values();
            status = new BackendStatus.Available(places.isEmpty() ? List.of("in-process") : List.copyOf(places));
        } catch (TouchstoneException e) {
            status = new BackendStatus.Unavailable(String.valueOf(e.getMessage()), "");
        }
        return new BackendReport(Optional.of(address), Optional.empty(), Optional.empty(), OptionalInt.empty(), status);
    }

    private String notFound() {
        var found = reports.isEmpty()
                ? "no provider was found at all"
                : "found: " + reports.stream().map(BackendReport::toString).collect(Collectors.joining(", "));
        return "not found; add its jar to the class path or module path (" + found + ")";
    }
}
