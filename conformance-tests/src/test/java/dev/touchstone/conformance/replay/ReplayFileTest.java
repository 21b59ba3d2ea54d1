package dev.touchstone.conformance.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.ModelFormatException;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every case of the suite can become a file and come back. */
final class ReplayFileTest {
    @TempDir
    private Path directory;

    @Test
    void casesOfEveryOperatorComeBackAsTheyWere() throws IOException {
        for (var c : Selection.ALL.withEvery(50).of(Suite.standard())) {
            if (c.body().get() instanceof Computation computation) {
                CaseExport.write(directory, c, computation, 0);
                var folder = directory.resolve(c.source()).resolve(c.id().substring(c.id().indexOf('#') + 1));
                var read = ReplayFile.read(folder.resolve("case.json"));

                assertThat(read.computation().graph().toText())
                        .as(c.id())
                        .isEqualTo(computation.graph().toText().replaceFirst("graph \\S+:", "graph " + c.id() + ":"));
                assertThat(read.rule()).isEqualTo(c.rule().id());
                assertThat(Replay.run(read, new ReferenceBackend())).as(c.id()).isEqualTo(new CaseResult.Passed());
            }
        }
    }

    @Test
    void tensorsAreWrittenAsNumPyReadsThem() throws IOException {
        byte[] npy = CaseExport.npy(Tensor.of(TensorType.int8(Shape.of(2), 1), new byte[] {5, -5}));

        assertThat(new String(npy, StandardCharsets.ISO_8859_1))
                .startsWith("\u0093NUMPY\u0001\u0000v\u0000{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }")
                .endsWith("\n\u0005\u00fb");
        assertThat(npy).hasSize(128 + 2);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        var file = Files.writeString(directory.resolve("x.json"), "{\"format\": 7}");

        assertThatThrownBy(() -> ReplayFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("has format '7'; expected 1");
    }
}
