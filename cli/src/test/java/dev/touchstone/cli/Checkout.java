package dev.touchstone.cli;

import java.nio.file.Path;

/** The repository that the tests run in. */
public final class Checkout {
    /** Its directory: tests are started in the module's own. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Checkout() {}
}
