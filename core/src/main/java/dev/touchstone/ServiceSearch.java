package dev.touchstone;

import java.util.Optional;

/** Where services of this program can be. */
public final class ServiceSearch {
    private ServiceSearch() {}

    /**
     * The layer of modules that offers all services which the thread's context class loader can see, if there is
     * nothing else: no class path, and no other class loader. {@link java.util.ServiceLoader} would find the same by
     * itself, but opens every jar to look for files that do not count in the jars of modules, which is a good part of a
     * short program's time.
     */
    public static Optional<ModuleLayer> onlyLayer() {
        var layer = ServiceSearch.class.getModule().getLayer();
        return ModuleLayer.boot().equals(layer)
                        && System.getProperty("java.class.path", "").isEmpty()
                        && ClassLoader.getSystemClassLoader()
                                .equals(Thread.currentThread().getContextClassLoader())
                ? Optional.of(layer)
                : Optional.empty();
    }
}
