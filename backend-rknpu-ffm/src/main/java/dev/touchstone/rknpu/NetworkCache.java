package dev.touchstone.rknpu;

import dev.touchstone.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The compiled form of one network in a directory: the vendor's file {@code HASH.nbg}, and beside it {@code HASH.stamp}
 * with what it depends on. The library checks nothing of its file and crashes on a damaged one, so that nothing is handed
 * to it whose hash is not that of the stamp.
 */
final class NetworkCache {
    private static final System.Logger LOG = System.getLogger("dev.touchstone.rknpu");
    private static final String FORMAT = "touchstone-rknpu-cache 1";
    private static final int NAME_DIGITS = 32;

    /** A file that the process of this number has reserved. */
    private static final Pattern RESERVED = Pattern.compile("rknpu-[0-9a-f]+\\.nbg\\.(\\d{1,18})-\\d+");

    private final Stamp stamp;
    private final Path compiled;
    private final Path stampFile;

    NetworkCache(Path directory, Stamp stamp) {
        this.stamp = stamp;
        var name = stamp.network().substring(0, NAME_DIGITS);
        compiled = directory.resolve("rknpu-" + name + ".nbg");
        stampFile = directory.resolve("rknpu-" + name + ".stamp");
    }

    /**
     * A stored network.
     *
     * @param golden hash of the results of a known input
     */
    record Stored(byte[] content, String golden) {}

    /**
     * What is stored; empty if nothing is, or if it is of other versions, which is logged.
     *
     * @throws BackendException if the file is damaged
     */
    Optional<Stored> load() {
        if (!Files.exists(stampFile) || !Files.exists(compiled)) {
            return Optional.empty();
        }
        try {
            var found = fields(Files.readAllLines(stampFile, StandardCharsets.UTF_8));
            var stale = stale(found);
            if (stale.isPresent()) {
                LOG.log(Level.WARNING, "{0} is not used and made anew: {1}", compiled, stale.get());
                return Optional.empty();
            }
            byte[] content = Files.readAllBytes(compiled);
            var hash = Stamp.hex(Stamp.sha256().digest(content));
            if (!hash.equals(found.get("content"))) {
                throw new BackendException(
                        "rknpu",
                        compiled + " is damaged: its SHA-256 is " + hash + ", expected "
                                + found.getOrDefault(
                                        "content", "none, because " + stampFile.getFileName() + " is incomplete")
                                + "; delete it and " + stampFile.getFileName());
            }
            return Optional.of(new Stored(content, found.getOrDefault("golden", "")));
        } catch (IOException e) {
            throw new BackendException("rknpu", "cannot read " + stampFile + " or " + compiled.getFileName(), e);
        }
    }

    /** Why a stamp with these fields is of no use here; empty if it is of use. */
    Optional<String> stale(Map<String, String> found) {
        for (var expected : expected().entrySet()) {
            var value = found.getOrDefault(expected.getKey(), "missing");
            if (!value.equals(expected.getValue())) {
                return Optional.of(expected.getKey() + " was " + value + ", is " + expected.getValue());
            }
        }
        return Optional.empty();
    }

    private Map<String, String> expected() {
        return Map.of(
                "format", FORMAT,
                "network", stamp.network(),
                "touchstone", stamp.touchstone(),
                "library", stamp.library(),
                "chip", stamp.chip());
    }

    private static Map<String, String> fields(List<String> lines) {
        var fields = new HashMap<String, String>();
        for (var line : lines) {
            int at = line.indexOf('=');
            if (at > 0) {
                fields.put(line.substring(0, at), line.substring(at + 1));
            }
        }
        return fields;
    }

    /**
     * A file that does not exist, for the library to write; {@link #store} makes it the compiled network. What processes
     * have left that ended over it is deleted.
     */
    Path reserve() {
        try {
            var directory = compiled.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            try (var files = Files.list(directory)) {
                for (var left : files.filter(NetworkCache::isAbandoned).toList()) {
                    Files.deleteIfExists(left);
                }
            }
            return compiled.resolveSibling(
                    compiled.getFileName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime());
        } catch (IOException e) {
            throw new BackendException("rknpu", "cannot write to the cache directory of " + compiled, e);
        }
    }

    private static boolean isAbandoned(Path file) {
        var reserved = RESERVED.matcher(file.getFileName().toString());
        return reserved.matches()
                && ProcessHandle.of(Long.parseLong(reserved.group(1))).isEmpty();
    }

    /** Deletes a reserved file, if it is still there. */
    void discard(Path reserved) {
        try {
            Files.deleteIfExists(reserved);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot delete {0}: {1}", reserved, e);
        }
    }

    /** Keeps what the library wrote; nothing happens, but for a line in the log, if it wrote nothing. */
    void store(Path written, String golden) {
        try {
            if (!Files.exists(written)) {
                LOG.log(
                        Level.WARNING,
                        "the library wrote no compiled network to {0}; the next start builds again",
                        written);
                return;
            }
            var text = new StringBuilder();
            expected().forEach((k, v) -> text.append(k).append('=').append(v).append('\n'));
            text.append("golden=").append(golden).append('\n');
            text.append("content=")
                    .append(Stamp.hex(Stamp.sha256().digest(Files.readAllBytes(written))))
                    .append('\n');
            // Without a stamp nobody loads the network, so that the stamp comes last and the old one goes first.
            Files.deleteIfExists(stampFile);
            Files.move(written, compiled, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(stampFile, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return compiled.toString();
    }
}
