package dev.touchstone.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this Touchstone stands and what came with it.
 *
 * @param home directory of the checkout, which holds {@code models}; empty when only the jar is there
 */
record Installation(Optional<Path> home) {
    /** As the {@code touchstone} script says, through the system property {@code touchstone.home}. */
    static Installation fromSystem() {
        return new Installation(
                Optional.ofNullable(System.getProperty("touchstone.home")).map(Path::of));
    }

    /** The model that commands use when none is named. */
    Optional<Path> bundledModel() {
        return home.map(h -> h.resolve("models/fashion/model_int8"));
    }

    /** The picture that {@code classify} uses when no model and no picture are named: an ankle boot. */
    Optional<Path> bundledPicture() {
        return home.map(h -> h.resolve("models/fashion/drawn/samples_large/09_ankle_boot.png"));
    }
}
