package dev.touchstone.runtime;

import dev.touchstone.BackendException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The backends that a session has opened, in the order in which they are asked. Closes them. */
final class OpenBackends implements AutoCloseable {
    /**
     * One of them, under the name that the user gave it.
     *
     * @param wantsProcess whether it runs in a process of its own unless the user asks otherwise
     */
    record Named(String name, Backend backend, boolean wantsProcess) {
        /** Where it runs, if that is not a matter of course; else empty. */
        String place() {
            var place = backend.place();
            return place.isEmpty() && wantsProcess ? "in-process" : place;
        }
    }

    private final List<Named> list = new ArrayList<>();

    /** Opens all or none. */
    static OpenBackends open(List<Backends.Selected> providers, BackendOptions options) {
        var opened = new OpenBackends();
        for (var selected : providers) {
            try {
                var provider = selected.provider();
                opened.list.add(new Named(selected.name(), provider.open(options), provider.isolated()));
            } catch (RuntimeException | LinkageError e) {
                opened.close();
                throw e instanceof TouchstoneException known
                        ? known
                        : new BackendException(selected.name(), "could not be opened: " + e, e);
            }
        }
        return opened;
    }

    List<Named> list() {
        return List.copyOf(list);
    }

    List<String> names() {
        return list.stream().map(Named::name).toList();
    }

    /** Where those run for which that is no matter of course, by name. */
    Map<String, String> places() {
        var places = new LinkedHashMap<String, String>();
        list.stream().filter(n -> !n.place().isEmpty()).forEach(n -> places.put(n.name(), n.place()));
        return places;
    }

    @Override
    public void close() {
        list.reversed().forEach(n -> n.backend().close());
        list.clear();
    }
}
