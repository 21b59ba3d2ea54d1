package dev.touchstone.runtime;

import dev.touchstone.BackendException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import java.util.ArrayList;
import java.util.List;

/** The backends that a session has opened, in the order in which they are asked. Closes them. */
final class OpenBackends implements AutoCloseable {
    /** One of them, under the name of its provider. */
    record Named(String name, Backend backend) {}

    private final List<Named> list = new ArrayList<>();

    /** Opens all or none. */
    static OpenBackends open(List<BackendProvider> providers, BackendOptions options) {
        var opened = new OpenBackends();
        for (var provider : providers) {
            try {
                opened.list.add(new Named(provider.name(), provider.open(options)));
            } catch (RuntimeException | LinkageError e) {
                opened.close();
                throw e instanceof TouchstoneException known
                        ? known
                        : new BackendException(provider.name(), "could not be opened: " + e, e);
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

    @Override
    public void close() {
        list.reversed().forEach(n -> n.backend().close());
        list.clear();
    }
}
