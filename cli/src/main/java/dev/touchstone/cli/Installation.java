package dev.touchstone.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this Touchstone stands and what came with it.
 *
 * @param home directory of the checkout, which holds {@code models}; empty when only the jar is there
 * @param compiled where models are kept as they were compiled; empty for nowhere
 */
record Installation(Optional<Path> home, Optional<Path> compiled) {
    /** As the {@code touchstone} script says, through the system properties {@code touchstone.home} and {@code .compiled}. */
    static Installation fromSystem() {
        return new Installation(path("touchstone.home"), path("touchstone.compiled"));
    }

    private static Optional<Path> path(String property) {
        return Optional.ofNullable(System.getProperty(property)).map(Path::of);
    }

    /** The model that commands use when none is named. */
    Optional<Path> bundledModel() {
        return home.map(h -> h.resolve("models/fashion/model_int8"));
    }

    /** The picture that {@code classify} uses when no model and no picture are named: an ankle boot. */
    Optional<Path> bundledPicture() {
        return home.map(h -> h.resolve("models/fashion/drawn/samples_large/09_ankle_boot.png"));
    }

    /** A path below home as seen from there. */
    Path shown(Path path) {
        return home.map(h -> h.relativize(path)).orElse(path);
    }
}
