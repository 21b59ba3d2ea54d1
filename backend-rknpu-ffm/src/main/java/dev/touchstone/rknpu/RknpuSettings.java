package dev.touchstone.rknpu;

import dev.touchstone.backend.BackendOptions;
import dev.touchstone.rknpu.ddk.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a user can set. Each setting has a name {@code rknpu.NAME} among the settings of a backend; without it the system
 * property {@code touchstone.rknpu.NAME} counts, then the environment variable {@code TOUCHSTONE_RKNPU_NAME}.
 *
 * @param library the library's file, if it is not to be searched for
 * @param deviceNodes one of them must be there before a graph is built; empty for a library that needs none
 * @param representation how tensors are declared; the device stores the same bytes either way
 * @param unverified whether to use forms that nobody has seen on a board
 * @param cacheDirectory where compiled graphs are kept
 * @param replay whether to compare a loaded graph's results with those at its making
 */
record RknpuSettings(
        Optional<Path> library,
        List<Path> deviceNodes,
        Precision representation,
        boolean unverified,
        Optional<Path> cacheDirectory,
        boolean replay) {
    private static final String NODES = "/dev/galcore,/dev/graphics/galcore";

    static RknpuSettings of(BackendOptions options) {
        var settings = options.settings();
        return new RknpuSettings(
                value(settings, "library").map(Path::of),
                value(settings, "device").orElse(NODES).equals("none")
                        ? List.of()
                        : List.of(value(settings, "device").orElse(NODES).split(",")).stream()
                                .map(Path::of)
                                .toList(),
                representation(value(settings, "representation").orElse("uint8")),
                flag(settings, "unverified"),
                Optional.ofNullable(settings.get(BackendOptions.CACHE_DIRECTORY))
                        .map(Path::of),
                flag(settings, "replay"));
    }

    private static Precision representation(String name) {
        return switch (name) {
            case "uint8" -> Precision.UINT8;
            case "int8" -> Precision.INT8;
            default ->
                throw new IllegalArgumentException("rknpu.representation is '" + name + "'; expected uint8 or int8");
        };
    }

    private static boolean flag(Map<String, String> settings, String name) {
        var text = value(settings, name).orElse("false");
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("rknpu." + name + " is '" + text + "'; expected true or false");
        };
    }

    private static Optional<String> value(Map<String, String> settings, String name) {
        return Optional.ofNullable(settings.get("rknpu." + name))
                .or(() -> Optional.ofNullable(System.getProperty("touchstone.rknpu." + name)))
                .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_RKNPU_" + name.toUpperCase(Locale.ROOT))))
                .filter(v -> !v.isBlank());
    }
}
