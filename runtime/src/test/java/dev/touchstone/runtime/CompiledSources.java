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
import java.nio.charset.StandardCharsets;
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
        return homes(Tensor.class, BackendProvider.class, Session.class, ReferenceBackend.class);
    }

    /** The directories or jars that classes come from, as a path. */
    static String homes(Class<?>... types) {
        return Stream.of(types).map(CompiledSources::home).collect(Collectors.joining(File.pathSeparator));
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

    /** Runs {@code consumer.Main} of module {@code consumer} in a JVM of its own, which has nothing on its class path. */
    static String run(String modulePath, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java));
        command.addAll(options);
        command.addAll(List.of("--module-path", modulePath, "--module", "consumer/consumer.Main"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            var text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text;
        }
    }
}
