package dev.touchstone.rknpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.rknpu.ddk.DdkLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The simulator of the library, built once by the machine's compiler; a test without one is skipped. */
public final class Simulator {
    private static final Path ROOT = root();
    private static final Path DIRECTORY = ROOT.resolve("backend-rknpu-ffm/target/simulator");
    private static final String SKIPPED = build();

    private Simulator() {}

    private static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("scripts/build-simulator"))
                ? here
                : here.resolve("..").normalize();
    }

    private static String build() {
        var given = System.getProperty("touchstone.simulator");
        if (given != null) {
            return "";
        }
        try {
            var log = Files.createTempFile("build-simulator", ".log");
            int code = new ProcessBuilder(
                            ROOT.resolve("scripts/build-simulator").toString(), DIRECTORY.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            var text = Files.readString(log);
            Files.delete(log);
            if (code != 0 && !text.contains("no g++")) {
                throw new IllegalStateException("the simulator does not compile: " + text);
            }
            return code == 0 ? "" : "there is no g++ to compile the simulator of librknpu_ddk with";
        } catch (IOException e) {
            return "scripts/build-simulator cannot run: " + e.getMessage();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its file. The system property {@code touchstone.simulator} names another one. */
    public static Path file() {
        assumeTrue(SKIPPED.isEmpty(), SKIPPED);
        var given = System.getProperty("touchstone.simulator");
        return given != null ? Path.of(given) : DIRECTORY.resolve("librknpu_ddk.so");
    }

    /** It, opened. */
    public static DdkLibrary library() {
        return DdkLibrary.open(file(), List.of());
    }

    /** A backend on it, with further settings. */
    static Backend backend(String... settings) {
        var map = new HashMap<>(Map.of("rknpu.library", file().toString(), "rknpu.device", "none"));
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return new RknpuBackendProvider().open(new BackendOptions(1, map));
    }
}
