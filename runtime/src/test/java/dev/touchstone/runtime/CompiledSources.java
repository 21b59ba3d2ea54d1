package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.BackendProvider;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Foreign code of a test's own: sources and resources in a directory, compiled against the modules under test. */
record CompiledSources(Path root) {
    /** The directories or jars of core, backend-spi, runtime and ops-reference. */
    static String modules() {
        return Stream.of(Tensor.class, BackendProvider.class, Session.class, ReferenceBackend.class)
                .map(CompiledSources::home)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Adds a file. */
    CompiledSources with(String path, String text) throws IOException {
        var file = root.resolve("src").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Compiles against the modules under test as modules or, without {@code module-info.java}, as a class path. */
    Path compile() throws IOException {
        var source = root.resolve("src");
        var classes = root.resolve("classes");
        boolean modular = Files.exists(source.resolve("module-info.java"));
        var arguments = new ArrayList<>(
                List.of("-proc:none", "-d", classes.toString(), modular ? "--module-path" : "--class-path", modules()));
        try (var files = Files.walk(source)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".java")) {
                    arguments.add(file.toString());
                } else {
                    var target = classes.resolve(source.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        var messages = new StringWriter();
        var out = new PrintWriter(messages);
        var javac = ToolProvider.findFirst("javac").orElseThrow();
        assertThat(javac.run(out, out, arguments.toArray(String[]::new)))
                .as(messages.toString())
                .isZero();
        return classes;
    }
}
