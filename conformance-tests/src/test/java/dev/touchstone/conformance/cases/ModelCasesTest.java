package dev.touchstone.conformance.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Judgement;
import dev.touchstone.reference.ReferenceBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Where models come from; what backends make of them is the suite's own run. */
@Isolated("names another directory of data for all tests")
class ModelCasesTest {
    private static final Path BUNDLED = Path.of("..", "models", "fashion", "model_int8");

    @TempDir
    private Path directory;

    private String before = "";

    @BeforeEach
    void nameTheDirectory() {
        before = System.getProperty(ModelFile.PROPERTY, "");
        System.setProperty(ModelFile.PROPERTY, directory.toString());
    }

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(ModelFile.PROPERTY);
        } else {
            System.setProperty(ModelFile.PROPERTY, before);
        }
    }

    @Test
    void thereAreAsManyCasesWithoutTheData() {
        assertThat(new ModelCases(0).cases()).hasSize(144);
    }

    @Test
    void theBundledModelComesWithTheSuite() {
        var model = ModelFile.bundled("fashion_int8", "fashion/model_int8/__model__");

        assertThat(model.absence()).isEmpty();
        assertThat(model.read().statistics().operators()).containsEntry("softmax", 1);
    }

    @Test
    void aModelThatIsAbsentIsSkippedAndSaysWhy() {
        var c = new ModelCases(0)
                .cases()
                .filter(x -> x.id().equals("models#4"))
                .findFirst()
                .orElseThrow();

        assertThat(c.computation()).isEmpty();
        assertThat(((Judgement) c.body().get()).run(new ReferenceBackend()))
                .isEqualTo(new CaseResult.Skipped("models/mobilenet_v1_int8_224.zip is not there; TOUCHSTONE_DATA names"
                        + " the directory of models"));
    }

    @Test
    void anArchiveHoldsOneDirectory() throws IOException {
        var archive = directory.resolve("any.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive));
                var files = Files.walk(BUNDLED)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry("any/" + BUNDLED.relativize(file)));
                Files.copy(file, zip);
            }
        }

        var model = ModelFile.outside("any", "any.zip").read();

        assertThat(model.graph().toText())
                .isEqualTo(ModelFile.bundled("x", "fashion/model_int8/__model__")
                        .read()
                        .graph()
                        .toText()
                        .replace("graph model_int8:", "graph any:"));
    }
}
