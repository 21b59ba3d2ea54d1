package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of its own, in a JVM of its own, that has nothing on its class path. */
class ModulePathTest {
    @Test
    void findsTheReferenceAndRunsOnAStrictModulePath(@TempDir Path directory) throws Exception {
        var classes = new CompiledSources(directory)
                .with("module-info.java", "module consumer { requires dev.touchstone.runtime; }")
                .with("consumer/Main.java", """
                        package consumer;
                        import dev.touchstone.runtime.Backends;
                        public final class Main {
                            public static void main(String[] arguments) {
                                System.out.println("class path: " + System.getProperty("java.class.path"));
                                System.out.println(Main.class.getModule());
                                for (var report : Backends.find().reports()) {
                                    System.out.println(report);
                                    System.out.println(report.location().orElseThrow().split(" \\\\(")[0]);
                                }
                            }
                        }
                        """)
                .compile();

        var output = CompiledSources.run(CompiledSources.modules() + File.pathSeparator + classes, List.of());

        assertThat(output).hasToString("""
                        class path:\s
                        module consumer
                        reference: available: plain Java, one thread
                        module dev.touchstone.ops.reference
                        """);
    }
}
