package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers from jars that this project does not control. */
class ForeignProvidersTest {
    private static final String SERVICES = "META-INF/services/dev.touchstone.backend.BackendProvider";

    private static String provider(String name, String constructor) {
        return """
                package foreign;
                import dev.touchstone.backend.*;
                public final class %s implements BackendProvider {
                    public %s() { %s }
                    public String name() { return "%s"; }
                    public int priority() { return 7; }
                    public Availability probe() { return new Availability.Available(java.util.List.of("foreign")); }
                    public Backend open(BackendOptions options) { throw new IllegalStateException("not today"); }
                }
                """.formatted(name, name, constructor, name.toLowerCase(java.util.Locale.ROOT));
    }

    private static BackendReport report(Backends backends, String text) {
        return backends.reports().stream()
                .filter(r -> r.toString().contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError(text + " not in " + backends.reports()));
    }

    @Test
    void reportsBrokenOnesOfTheClassPathAndUsesTheOthers(@TempDir Path directory) throws IOException {
        var classes = new CompiledSources(directory)
                .with("foreign/Good.java", provider("Good", ""))
                .with("foreign/Bad.java", provider("Bad", "throw new IllegalStateException(\"no licence\");"))
                .with("foreign/Stranger.java", "package foreign; public final class Stranger {}")
                .with(SERVICES, "foreign.Bad\nforeign.Missing\nforeign.Stranger\nforeign.Good\n")
                .compile();
        try (var loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            var backends = Backends.find(loader);

            var bad = report(backends, "no licence");
            assertThat(bad.className()).contains("foreign.Bad");
            assertThat(bad.location()).contains(classes.toString());
            assertThat(bad.priority()).isEqualTo(OptionalInt.empty());
            assertThat(bad)
                    .hasToString(
                            "foreign.Bad: broken: constructor failed: java.lang.IllegalStateException: no licence");
            assertThat(report(backends, "foreign.Missing"))
                    .hasToString("unknown provider: broken: dev.touchstone.backend.BackendProvider: Provider"
                            + " foreign.Missing not found");
            assertThat(report(backends, "foreign.Stranger"))
                    .hasToString("unknown provider: broken: dev.touchstone.backend.BackendProvider: "
                            + "foreign.Stranger not a subtype");
            assertThat(report(backends, "good:")).hasToString("good: available: foreign");
            assertThat(backends.defaultOrder()).containsExactly("good", "reference");

            var relu = TestModel.chain("relu", new Relu());
            try (var session = Session.open(relu, SessionOptions.defaults().withBackends("reference"), backends)) {
                assertThat(session.run(Tensor.of(new float[] {-1}, 1)).first().toFloats())
                        .containsExactly(0);
            }
        }
    }

    @Test
    void namesTheModuleOfOneOfTheModulePath(@TempDir Path directory) throws IOException {
        var classes = new CompiledSources(directory)
                .with("foreign/Good.java", provider("Good", ""))
                .with("module-info.java", """
                        module foreign {
                            requires dev.touchstone.backend.spi;
                            provides dev.touchstone.backend.BackendProvider with foreign.Good;
                        }
                        """)
                .compile();
        var boot = ModuleLayer.boot();
        var layer = boot.defineModulesWithOneLoader(
                boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("foreign")),
                getClass().getClassLoader());
        assertThat(layer.findModule("foreign")).isPresent();

        var report = report(Backends.find(layer), "good");

        assertThat(report.name()).isEqualTo(Optional.of("good"));
        assertThat(report.location()).contains("module foreign (" + classes + ")");
        assertThat(List.of(report.status())).hasOnlyElementsOfType(BackendStatus.Available.class);
    }
}
