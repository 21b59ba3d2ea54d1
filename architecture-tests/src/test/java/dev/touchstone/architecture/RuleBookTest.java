package dev.touchstone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The conformance suite's list of rules says what the comments of the kernels and the page of definitions say. */
final class RuleBookTest {
    private static final Path LIST =
            Repository.ROOT.resolve("conformance-tests/src/main/resources/dev/touchstone/conformance/rules.tsv");
    private static final Pattern NUMBERS = Pattern.compile("(?m)^\\| (N\\d+) \\| (.*) \\|$");

    /** Rules about data that a backend for quantized networks may do without. */
    private static final Set<String> OPTIONAL =
            Set.of("binary/E8", "cast/T1", "cast/T2", "cast/T3", "numbers/N12", "pool2d/P4", "reduce/R5", "unary/U7");

    @Test
    void theListIsCurrent() throws IOException {
        var current = current();
        if (Boolean.getBoolean("touchstone.update")) {
            Files.createDirectories(LIST.getParent());
            Files.writeString(LIST, current);
        }

        assertThat(Files.exists(LIST) ? Repository.read(LIST) : "")
                .as("rules.tsv; ./build architecture-tests -- -Dtouchstone.update=true rewrites it")
                .isEqualTo(current);
    }

    @Test
    void everyOptionalRuleExists() {
        assertThat(OPTIONAL)
                .allSatisfy(id -> assertThat(current()).as(id).containsPattern("(?m)^" + id + "\t\\w+\toptional\t"));
    }

    /** One line for each rule: id, where it stands, whether it is required, text. */
    private static String current() {
        var text = new StringBuilder();
        var page = Repository.read(Repository.ROOT.resolve("docs/templates/semantics.md"));
        NUMBERS.matcher(page).results().forEach(m -> line(text, "numbers", "semantics", m.group(1), m.group(2)));
        for (var kernel : new TreeSet<>(DefinedOperators.table().values())) {
            DefinedOperators.kernel(kernel)
                    .rules()
                    .forEach((label, rule) -> line(text, family(kernel), kernel, label, rule));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String family, String source, String label, String rule) {
        var id = family + "/" + label;
        text.append(id).append('\t').append(source).append('\t');
        text.append(OPTIONAL.contains(id) ? "optional" : "required").append('\t');
        text.append(rule).append('\n');
    }

    /** {@code Conv2dKernel} is {@code conv2d}, as in the names of operators. */
    private static String family(String kernel) {
        return kernel.replace("Kernel", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
