package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Looks for text in binary files, as {@code strings} and {@code grep} do. */
final class Binaries {
    private static final int MAX_BYTES = 64 << 20;

    private Binaries() {}

    /** The first match in the bytes read as Latin-1; empty if there is none, or no such file. */
    static Optional<MatchResult> find(Machine machine, String path, Pattern pattern) {
        return machine.find(path).filter(Files::isRegularFile).flatMap(file -> {
            try (var in = Files.newInputStream(file)) {
                var match = pattern.matcher(new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1));
                return match.find() ? Optional.of(match.toMatchResult()) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }
}
