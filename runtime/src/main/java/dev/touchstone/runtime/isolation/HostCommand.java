package dev.touchstone.runtime.isolation;

import dev.touchstone.backend.BackendProvider;
import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a host is started.
 *
 * @param words the command and its arguments
 * @param sameMachine whether it runs here, so that memory can be shared
 */
record HostCommand(List<String> words, boolean sameMachine) {
    /**
     * System property with what to run instead of this program's own {@code java}, words separated by blanks: where that
     * one cannot be run directly, but only through a loader or an emulator.
     */
    static final String JAVA = "touchstone.host.java";

    /** The class that hosts backends in a virtual machine of its own. */
    private static final String MAIN = "dev.touchstone.runtime.BackendHost";

    HostCommand {
        words = List.copyOf(words);
    }

    /**
     * The command for a place.
     *
     * @param provider of the backend here, null where it is only there
     * @throws IllegalArgumentException for a place that needs no host
     */
    static HostCommand of(Place place, @Nullable BackendProvider provider) {
        return switch (place) {
            case Place.InProcess p -> throw new IllegalArgumentException(p + " needs no host");
            case Place.OwnProcess p -> new HostCommand(java(provider), true);
            case Place.Ssh p -> new HostCommand(ssh(p), false);
            case Place.Adb p -> new HostCommand(adb(p), false);
            case Place.Command p -> new HostCommand(p.words(), false);
        };
    }

    /** The same Java, seeing the same classes, in the shape that starts fast and leaves nothing behind in a crash. */
    private static List<String> java(@Nullable BackendProvider provider) {
        var words = new ArrayList<String>();
        var other = System.getProperty(JAVA);
        if (other == null) {
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        } else {
            words.addAll(List.of(other.strip().split("\\s+")));
        }
        words.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:+ErrorFileToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-Djava.awt.headless=true"));
        for (var name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
            if (name.startsWith("touchstone.")) {
                words.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        var classPath = classPath(provider);
        if (!classPath.isEmpty()) {
            words.addAll(List.of("--class-path", classPath));
        }
        var module = HostCommand.class.getModule();
        if (!module.isNamed()) {
            words.addAll(List.of("--enable-native-access=ALL-UNNAMED", MAIN));
            return words;
        }
        var modules = new TreeSet<String>(List.of("ALL-UNNAMED", module.getName()));
        if (provider != null && provider.getClass().getModule().isNamed()) {
            modules.add(provider.getClass().getModule().getName());
        }
        words.add("--enable-native-access=" + String.join(",", modules));
        var modulePath = System.getProperty("jdk.module.path", "");
        if (!modulePath.isEmpty()) {
            words.addAll(List.of("--module-path", modulePath));
        }
        words.addAll(List.of("--module", module.getName() + "/" + MAIN));
        return words;
    }

    /** This program's class path, and the jars of a provider that was loaded from elsewhere. */
    private static String classPath(@Nullable BackendProvider provider) {
        var parts = new ArrayList<String>();
        var own = System.getProperty("java.class.path", "");
        if (!own.isEmpty()) {
            parts.add(own);
        }
        if (provider != null && provider.getClass().getClassLoader() instanceof URLClassLoader loader) {
            for (var url : loader.getURLs()) {
                parts.add(Path.of(URI.create(url.toString())).toString());
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    private static List<String> ssh(Place.Ssh place) {
        // No terminal, no questions that nobody sees, and an answer within a minute if the cable is cut.
        var words = new ArrayList<>(List.of(
                "ssh", "-T", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"));
        if (place.port() != 0) {
            words.addAll(List.of("-p", Integer.toString(place.port())));
        }
        words.addAll(List.of(place.host().replaceAll("[\\[\\]]", ""), quoted(place.touchstone()) + " host"));
        return words;
    }

    private static List<String> adb(Place.Adb place) {
        var words = new ArrayList<String>(List.of("adb"));
        if (!place.serial().isEmpty()) {
            words.addAll(List.of("-s", place.serial()));
        }
        // The daemons of old firmware know no connection but a terminal, which must not touch the bytes nor mix in
        // what belongs to the log.
        words.addAll(List.of(
                "shell",
                "if [ -t 0 ]; then stty raw -echo; exec 2>/tmp/touchstone-host.log; fi; exec "
                        + quoted(place.touchstone()) + " host"));
        return words;
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** The words, separated by blanks. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
