package dev.touchstone.runtime;

import dev.touchstone.runtime.isolation.HostServer;

/**
 * The program at the other end of an isolated backend: opens the backends of its own machine for a client at its standard
 * input and output, and ends with it. {@code touchstone host} is the same. docs/isolation.md describes the protocol.
 */
public final class BackendHost {
    private BackendHost() {}

    /** Serves until standard input ends; takes no arguments. */
    public static void main(String[] args) {
        serve();
    }

    /** Serves until standard input ends, and then ends the process. */
    public static void serve() {
        HostServer.serveThisProcess((name, options) -> Backends.find().available(name, options));
    }
}
