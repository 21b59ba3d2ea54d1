package dev.touchstone.cli;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.runtime.Backends;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Options that say which one backend is held against the suite, and how it is opened. */
final class ChosenBackend implements Options {
    private @Nullable String address;
    private List<Path> jars = List.of();
    private int threads = 1;
    private Map<String, String> settings = new TreeMap<>();

    @Override
    public void declare(Syntax syntax) {
        syntax.add(Argument.of(String.class, "-b", "--backend")
                        .label("NAME")
                        .text("The backend: a name that 'touchstone backends' lists, or that of the --jar. @PLACE"
                                + " behind it says where it runs: rknpu@ssh:user@board, rknpu@in-process;"
                                + " docs/isolation.md lists all. Without it: the backend in the --jar, else"
                                + " reference.")
                        .to(v -> address = v))
                .add(Argument.listOf(Path.class, "--jar")
                        .label("FILE")
                        .text("Jar file that holds the backend, or what it needs; may be repeated.")
                        .to(v -> jars = v))
                .add(Argument.of(int.class, "-t", "--threads")
                        .label("N")
                        .text("Threads for one run; results must not depend on it. Default: 1.")
                        .to(v -> threads = v))
                .add(Argument.mapOf(String.class, String.class, "--set")
                        .label("NAME=VALUE")
                        .text("A setting for the backend, for example --set runTimeout=30. May be repeated.")
                        .to(v -> settings = v));
    }

    /** The backend, not opened yet. */
    BackendUnderTest underTest(OutputOptions output) {
        if (threads < 1) {
            throw new ParameterException(output.command(), "--threads is " + threads + "; expected 1 or more");
        }
        var withDefaults = new TreeMap<>(settings);
        // A crash must not keep the next case from being tried.
        withDefaults.putIfAbsent("crashLimit", "1000000");
        var options = new BackendOptions(threads, withDefaults);
        var provider = provider(options);
        return BackendUnderTest.of(provider, options).withArguments(arguments(provider.name()));
    }

    /** What to type to choose the same again. */
    private String arguments(String name) {
        var words = new StringBuilder("--backend " + quoted(name));
        jars.forEach(j -> words.append(" --jar ").append(quoted(j.toString())));
        if (threads != 1) {
            words.append(" --threads ").append(threads);
        }
        settings.forEach((key, value) -> words.append(" --set ").append(quoted(key + "=" + value)));
        return words.toString();
    }

    /** As a shell wants it. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private BackendProvider provider(BackendOptions options) {
        if (jars.isEmpty()) {
            return Backends.find().provider(address == null ? Backends.REFERENCE : address, options);
        }
        var loader = new URLClassLoader(
                jars.stream().map(ChosenBackend::url).toArray(URL[]::new), BackendProvider.class.getClassLoader());
        var found = inJars(loader);
        if (address == null && found.size() != 1) {
            throw new BackendUnavailableException(
                    "--jar", "holds several backends; --backend says which: " + names(found));
        }
        var wanted = address == null ? found.getFirst().name() : address;
        int separator = wanted.indexOf('@');
        var name = separator < 0 ? wanted : wanted.substring(0, separator);
        var provider = found.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BackendUnavailableException(
                        name, "not found in the jar of --jar, which holds: " + names(found)));
        return Backends.of(provider).provider(wanted, options);
    }

    /** The providers of the jars alone: one of theirs counts before one of this program with the same name. */
    private List<BackendProvider> inJars(ClassLoader loader) {
        List<BackendProvider> found;
        try {
            found = ServiceLoader.load(BackendProvider.class, loader).stream()
                    .filter(p -> loader.equals(p.type().getClassLoader()))
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new UserFileException(
                    jars.getFirst(), "holds a backend that cannot be loaded (" + e.getMessage() + ")", e);
        }
        if (found.isEmpty()) {
            throw new BackendUnavailableException(
                    jars.getFirst().toString(),
                    "holds no backend: no file META-INF/services/" + BackendProvider.class.getName() + " in it");
        }
        return found;
    }

    private static String names(List<BackendProvider> providers) {
        return providers.stream().map(BackendProvider::name).sorted().collect(Collectors.joining(", "));
    }

    private static URL url(Path jar) {
        if (!Files.exists(jar)) {
            throw new UserFileException(jar, "does not exist", new NoSuchFileException(jar.toString()));
        }
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UserFileException(jar, "is no file name", e);
        }
    }
}
