package dev.touchstone.cli;

import dev.touchstone.backend.BackendProvider;
import dev.touchstone.op.Relu;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar with the backend of examples/backend-template, which no class loader of the tests knows. */
final class TemplateJar {
    static final Path SOURCE =
            Checkout.ROOT.resolve("examples/backend-template/src/main/java/com/example/backend/TemplateProvider.java");

    private TemplateJar() {}

    /** The jar of the example as it stands. */
    static Path right(Path directory) throws IOException, InterruptedException {
        return of(directory, Files.readString(SOURCE));
    }

    /** The same with a fault: zero becomes one. */
    static Path wrong(Path directory) throws IOException, InterruptedException {
        return of(directory, Files.readString(SOURCE).replace("Math.max(0, ", "Math.max(1, "));
    }

    private static Path of(Path directory, String source) throws IOException, InterruptedException {
        var file = Files.createDirectories(directory.resolve("source")).resolve("TemplateProvider.java");
        Files.writeString(file, source);
        var classes = directory.resolve("classes");
        var javac = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                        "-d",
                        classes.toString(),
                        "-cp",
                        place(Relu.class) + File.pathSeparator + place(BackendProvider.class),
                        file.toString())
                .inheritIO();
        if (javac.start().waitFor() != 0) {
            throw new AssertionError("the example does not compile");
        }
        var jar = directory.resolve("template.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var compiled : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(compiled).toString().replace(File.separatorChar, '/')));
                out.write(Files.readAllBytes(compiled));
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + BackendProvider.class.getName()));
            out.write("com.example.backend.TemplateProvider\n".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static Path place(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** A jar without a backend. */
    static Path empty(Path directory) throws IOException {
        var jar = directory.resolve("empty.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("nothing"));
        }
        return jar;
    }
}
