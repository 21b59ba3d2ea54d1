package dev.touchstone.paddle.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.cases.PaddleCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The damaged files of the operator cases, as native Paddle was given them. */
class DamagedFilesTest {
    @TempDir
    private static Path directory;

    @BeforeAll
    static void unpack() throws IOException {
        try (var archive = new ZipInputStream(PaddleCase.archive(), StandardCharsets.UTF_8)) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                var target = directory.resolve(entry.getName()).normalize();
                if (entry.getName().startsWith("damaged_program_") && target.startsWith(directory)) {
                    Files.createDirectories(target.getParent());
                    Files.write(target, archive.readAllBytes());
                }
            }
        }
    }

    private static String refusal(String name) {
        return Refusal.of(
                        () -> new ProgramReader(ModelLimits.defaults()).read(directory.resolve(name), Optional.empty()))
                .replace(directory.resolve(name).toString() + "/", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "000 | __model__ at byte 0: block 0 has length 412, but only 206 bytes are left; the file is cut off or "
                        + "damaged",
                "001 | __model__: this file is empty; expected a Paddle program, such as __model__ or *.pdmodel",
                "002 | __model__ at byte 419: field 536870911 cannot be decoded; the file is cut off, damaged or no "
                        + "Paddle program",
                "003 | __params__ at byte 62: parameter 'w': elements: 216 bytes expected, 212 left; the file is cut off "
                        + "or damaged",
                "004 | __params__ at byte 4: parameter 'b': number of levels of detail: 8 bytes expected, 6 left; the "
                        + "file is cut off or damaged",
                "005 | __params__ at byte 0: parameter 'b': LoDTensor version: 4 bytes expected, 0 left; the file is cut "
                        + "off or damaged",
                "006 | __params__ at byte 278: 8 bytes follow the end of the last parameter; the file is damaged or "
                        + "belongs to another program",
                "007 | __params__ at byte 0: parameter 'b': LoDTensor version is 1, expected 0",
                "008 | __params__ at byte 16: parameter 'b': the tensor description has length -1; allowed are 0..1024",
                "009 | __params__ at byte 16: parameter 'b': the tensor description has length 2147483647; allowed are "
                        + "0..1024",
                "010 | __params__ at byte 16: parameter 'b': shape is [2, 3, 3, 3], the program declares [2]; the file "
                        + "belongs to another program",
                "011 | __model__: 1 of 2 parameters are not beside it: parameter 'w' is missing; expected the file w, or "
                        + "all parameters in one of __params__, params, weights, model.pdiparams, inference.pdiparams "
                        + "or *.pdiparams of the program's name",
                "012 | b at byte 16: parameter 'b': elements are INT64, the program declares FP32; the file belongs to "
                        + "another program",
                "013 | b at byte 16: parameter 'b': shape is [3], the program declares [2]; the file belongs to another "
                        + "program",
                "014 | b at byte 22: parameter 'b', tensor description: extent -2 is outside 1..2147483647",
                "019 | __model__ at byte 0: version has wire type 0, expected 2; the file is damaged or no Paddle program"
            })
    void refuses(String number, String message) {
        assertThat(refusal("damaged_program_" + number)).isEqualTo(message);
    }

    @Test
    void leavesFaultsOfTheProgramsMeaningToTheLowering() {
        for (var number : new String[] {"015", "016", "017", "018", "020", "021"}) {
            assertThat(refusal("damaged_program_" + number)).isEqualTo("accepted");
        }
    }
}
