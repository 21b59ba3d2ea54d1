package dev.touchstone.backend.checkup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The machine that is looked at: this one, or one whose files lie below a directory. Reads only. All paths are absolute
 * paths of that machine; symbolic links lead where they would lead there, never out of the directory. Thread-safe.
 */
public final class Machine {
    /** A text is read so far; what /proc and /sys hold is shorter. */
    private static final int MAX_TEXT = 1 << 20;

    /** As many symbolic links as Linux follows. */
    private static final int MAX_LINKS = 40;

    private final Path root;
    private final boolean here;
    private final Map<String, String> environment;

    private Machine(Path root, boolean here, Map<String, String> environment) {
        this.root = root;
        this.here = here;
        this.environment = Map.copyOf(environment);
    }

    /** This one, with this process's environment. */
    public static Machine here() {
        return new Machine(Path.of("/"), true, System.getenv());
    }

    /**
     * Another one, of which nothing is known but files: a sysroot, a mounted image.
     *
     * @param root the directory that is {@code /} there
     */
    public static Machine below(Path root) {
        return new Machine(root.toAbsolutePath().normalize(), false, Map.of());
    }

    /** The same machine as a process with this environment would see it. */
    public Machine withEnvironment(Map<String, String> newEnvironment) {
        return new Machine(root, here, newEnvironment);
    }

    /** Whether it is the one that this program runs on, so that what the program knows of itself counts. */
    public boolean isHere() {
        return here;
    }

    /** The variables of the process that would use the backend; empty if nothing is known of it. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The file or directory, with links followed; empty if there is none. */
    public Optional<Path> find(String path) {
        var rest = new ArrayDeque<String>();
        split(path).forEach(rest::add);
        Path at = root;
        for (int links = 0; !rest.isEmpty(); ) {
            var name = rest.poll();
            if (name.equals("..")) {
                at = at.equals(root) ? root : Objects.requireNonNullElse(at.getParent(), root);
                continue;
            }
            var next = at.resolve(name);
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MAX_LINKS) {
                return Optional.empty();
            }
            try {
                var target = Files.readSymbolicLink(next).toString();
                at = target.startsWith("/") ? root : at;
                split(target).reversed().forEach(rest::push);
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Files.exists(at, LinkOption.NOFOLLOW_LINKS) ? Optional.of(at) : Optional.empty();
    }

    private static List<String> split(String path) {
        return List.of(path.split("/")).stream()
                .filter(n -> !n.isEmpty() && !n.equals("."))
                .toList();
    }

    /** The path there of something that {@link #find} found. */
    public String shown(Path found) {
        return here ? found.toString() : "/" + root.relativize(found);
    }

    /** Whether there is something of this name. */
    public boolean has(String path) {
        return find(path).isPresent();
    }

    /** A text file, stripped, with NUL characters in place; empty if it is not there or cannot be read. */
    public Optional<String> text(String path) {
        return find(path).filter(Files::isRegularFile).flatMap(f -> {
            // Not by its size: that of files in /proc is 0.
            try (var in = Files.newInputStream(f)) {
                return Optional.of(
                        new String(in.readNBytes(MAX_TEXT), java.nio.charset.StandardCharsets.UTF_8).strip());
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    /** The names in a directory, sorted; none if it is not there or cannot be read. */
    public List<String> list(String directory) {
        return find(directory)
                .filter(Files::isDirectory)
                .map(d -> {
                    try (var files = Files.list(d)) {
                        return files.map(f -> f.getFileName().toString())
                                .sorted()
                                .toList();
                    } catch (IOException e) {
                        return List.<String>of();
                    }
                })
                .orElse(List.of());
    }
}
