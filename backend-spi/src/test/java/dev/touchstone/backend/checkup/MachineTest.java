package dev.touchstone.backend.checkup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineTest {
    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(directory.resolve("root"));
        Files.createDirectories(root.resolve("usr/lib"));
        Files.writeString(root.resolve("usr/lib/a"), " text \n");
        Files.writeString(directory.resolve("secret"), "outside");
    }

    private Machine machine() {
        return Machine.below(root);
    }

    @Test
    void findsFilesBelowTheRoot() {
        var file = machine().find("/usr/lib/a").orElseThrow();
        assertThat(file).isEqualTo(root.resolve("usr/lib/a"));
        assertThat(machine().shown(file)).isEqualTo("/usr/lib/a");
        assertThat(machine().text("/usr/lib/a")).contains("text");
        assertThat(machine().text("/usr/lib")).isEmpty();
        assertThat(machine().list("/usr")).containsExactly("lib");
        assertThat(machine().list("/usr/lib/a")).isEmpty();
        assertThat(machine().has("/no")).isFalse();
    }

    @Test
    void followsLinksAsThatMachineWould() throws IOException {
        Files.createSymbolicLink(root.resolve("lib"), Path.of("/usr/lib"));
        Files.createSymbolicLink(root.resolve("usr/lib/b"), Path.of("../lib/./a"));
        assertThat(machine().text("/lib/b")).contains("text");
    }

    @Test
    void neverLeavesTheRoot() throws IOException {
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../../../../secret"));
        Files.createSymbolicLink(root.resolve("out"), directory.resolve("secret"));
        assertThat(machine().text("/up")).isEmpty();
        assertThat(machine().text("/out")).isEmpty();
        assertThat(machine().text("/../secret")).isEmpty();
    }

    @Test
    void givesUpOnLinksInACircle() throws IOException {
        Files.createSymbolicLink(root.resolve("x"), Path.of("y"));
        Files.createSymbolicLink(root.resolve("y"), Path.of("x"));
        assertThat(machine().find("/x")).isEmpty();
    }

    @Test
    void knowsTheEnvironmentOnlyHere() {
        assertThat(Machine.here().isHere()).isTrue();
        assertThat(Machine.here().environment()).isEqualTo(System.getenv());
        assertThat(Machine.here().find("/")).contains(Path.of("/"));
        assertThat(machine().isHere()).isFalse();
        assertThat(machine().environment()).isEmpty();
        assertThat(machine().withEnvironment(Map.of("A", "1")).environment()).containsEntry("A", "1");
    }
}
