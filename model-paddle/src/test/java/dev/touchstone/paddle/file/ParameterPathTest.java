package dev.touchstone.paddle.file;

import static dev.touchstone.paddle.file.Wire.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.model.ModelLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameter names that lead out of the model's directory, through the whole reader. */
class ParameterPathTest {
    private static final byte[] VALUE = tensor(dims(1), 1f);

    @TempDir
    private Path root;

    private Path model;

    @BeforeEach
    void makeModelAndSecret() throws IOException {
        model = Files.createDirectory(root.resolve("net"));
        Files.write(root.resolve("secret"), VALUE);
    }

    private String refusal(String parameter) throws IOException {
        Files.write(model.resolve("__model__"), program(variable(parameter, FP32, true, 1)));
        return Refusal.of(() -> new ProgramReader(ModelLimits.defaults()).read(model, Optional.empty()))
                .replace(root.toString(), "DIR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "a/../../secret", "..", ".", "./w", "/etc/passwd", "a//b", "w/", "/", "a/."})
    void refusesNamesWithDotsAndAbsoluteNames(String name) throws IOException {
        assertThat(refusal(name))
                .isEqualTo(
                        "DIR/net: parameter name '" + name + "' does not name a file inside the model's directory: no "
                                + "part between slashes may be empty, '.' or '..'");
    }

    @Test
    void refusesAbsoluteNamesOfFilesThatExist() throws IOException {
        String name = root.resolve("secret").toString();

        assertThat(refusal(name)).contains("does not name a file inside the model's directory");
    }

    @Test
    void refusesLinksThatLeadOut() throws IOException {
        link(model.resolve("w"), root.resolve("secret"));
        link(model.resolve("up"), root);

        assertThat(refusal("w"))
                .isEqualTo("DIR/net: parameter name 'w' leads out of the model's directory through a symbolic link, to "
                        + "DIR/secret");
        assertThat(refusal("up/secret"))
                .isEqualTo("DIR/net: parameter name 'up/secret' leads out of the model's directory through a symbolic "
                        + "link, to DIR/secret");
    }

    @Test
    void followsLinksThatStayInside() throws IOException {
        Files.write(model.resolve("real"), VALUE);
        link(model.resolve("w"), model.resolve("real"));

        assertThat(refusal("w")).isEqualTo("accepted");
    }

    @Test
    void readsModelsThatAreReachedThroughALink() throws IOException {
        Files.write(model.resolve("w"), VALUE);
        Files.write(model.resolve("__model__"), program(variable("w", FP32, true, 1)));
        var alias = root.resolve("alias");
        link(alias, model);

        assertThat(new ProgramReader(ModelLimits.defaults())
                        .read(alias, Optional.empty())
                        .parameters())
                .containsOnlyKeys("w");
    }

    @Test
    void refusesTheProgramAsAParameter() throws IOException {
        assertThat(refusal("__model__"))
                .isEqualTo(
                        "DIR/net/__model__: block 0, variable '__model__': the parameter has the name of the program "
                                + "file; the program is damaged");
    }

    @Test
    void refusesDirectoriesAndDevices() throws IOException {
        Files.createDirectory(model.resolve("w"));
        assertThat(refusal("w")).isEqualTo("DIR/net/w: is a directory, expected a file");

        var device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "this system has no /dev/zero");
        assertThat(Refusal.of(() -> new ProgramReader(ModelLimits.defaults()).read(device, Optional.empty())))
                .isEqualTo("/dev/zero: is not a regular file");
    }

    private static void link(Path link, Path target) throws IOException {
        try {
            Files.createSymbolicLink(link, target);
        } catch (UnsupportedOperationException e) {
            assumeTrue(false, "this file system has no symbolic links");
        }
    }
}
