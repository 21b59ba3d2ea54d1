package dev.touchstone.rknpu;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The librknpu_ddk.so that tests run on: the simulator, built on first use, or the library that the system property
 * {@value #PROPERTY} names, as the scripts for emulated boards and for the vendor's library set it.
 */
final class TestLibrary {
    static final String PROPERTY = "touchstone.rknpu.test.library";
    static final String VENDOR_PROPERTY = "touchstone.rknpu.test.vendor";

    private static Optional<Path> built = Optional.empty();

    private TestLibrary() {}

    /** True when the tests run on the vendor's own library, which has none of the simulator's switches and counters. */
    static boolean isVendors() {
        return Boolean.getBoolean(VENDOR_PROPERTY);
    }

    /** The library's file. Aborts the test with the reason where there is neither a given library nor a compiler. */
    static synchronized Path file() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        if (built.isEmpty()) {
            built = Optional.of(build());
        }
        return built.get();
    }

    private static Path build() {
        if (!onPath("g++")) {
            abort("skipped: no g++ on the path to build the simulator with (Debian package g++)");
        }
        Path module = module();
        Path out = module.resolve("target/simulator");
        Path log = out.resolveSibling("simulator.log");
        try {
            Files.createDirectories(out);
            Process script = new ProcessBuilder(
                            module.resolve("../scripts/build-simulator").toString(), out.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (script.waitFor() != 0) {
                throw new AssertionError("the simulator does not compile:\n" + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the simulator was built", e);
        }
        return out.resolve("librknpu_ddk.so");
    }

    /** The module's directory, whether tests start in it or in the repository's root. */
    static Path module() {
        Path here = Path.of("").toAbsolutePath();
        Path below = here.resolve("backend-rknpu-ffm");
        return Files.isDirectory(below) ? below : here;
    }

    private static boolean onPath(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
