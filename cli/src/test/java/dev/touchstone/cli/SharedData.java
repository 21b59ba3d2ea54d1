package dev.touchstone.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Test data that is too large, or not ours, to stand in the repository. */
public final class SharedData {
    private SharedData() {}

    /** A file of the data; without it the test is skipped, with the reason. */
    public static Path require(String file) {
        var root = Optional.ofNullable(System.getProperty("touchstone.data"))
                .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_DATA")))
                .map(Path::of)
                .orElse(Checkout.ROOT.resolve("../shared/data"));
        var path = root.resolve(file);
        assumeTrue(
                Files.exists(path), "no test data: " + path + " does not exist (TOUCHSTONE_DATA names its directory)");
        return path;
    }
}
