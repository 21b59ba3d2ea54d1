package dev.touchstone.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which room may know which: the arrows of docs/architecture.md. */
final class ModulesTest {
    private static final String CORE = "core";
    private static final String SPI = "backend-spi";
    private static final String REFERENCE = "ops-reference";
    private static final String RUNTIME = "runtime";
    private static final String PADDLE = "model-paddle";

    /** One line for each module: the modules that it may name in its code. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            entry(CORE, Set.of()),
            entry(SPI, Set.of(CORE)),
            entry(REFERENCE, Set.of(CORE, SPI)),
            entry(RUNTIME, Set.of(CORE, SPI)),
            entry(PADDLE, Set.of(CORE)),
            entry("paddle-cases", Set.of(CORE)),
            entry("backend-arm", Set.of(CORE, SPI)),
            entry("backend-rknpu-ffm", Set.of(CORE, SPI)),
            entry("html-report", Set.of()),
            entry("browser-testing", Set.of()),
            entry("quantization", Set.of(CORE, SPI, RUNTIME, PADDLE, "html-report")),
            entry("cli", Set.of(CORE, SPI, RUNTIME, PADDLE, "html-report", "quantization", "conformance-tests")),
            entry("native-paddle", Set.of(CORE)),
            entry("conformance-tests", Set.of(CORE, SPI, REFERENCE, RUNTIME, PADDLE, "paddle-cases", "html-report")),
            entry("interop-nd4j", Set.of(CORE)),
            entry("benchmarks", Set.of(CORE, SPI, REFERENCE, RUNTIME, PADDLE, "backend-arm", "backend-rknpu-ffm")));

    /** Whose classes may use a library; everybody may use the JDK and JSpecify. */
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            entry("com.google.protobuf..", Set.of(PADDLE, "benchmarks")),
            entry("ai.onnxruntime..", Set.of("benchmarks")),
            entry("com.google.flatbuffers..", Set.of(PADDLE)),
            entry("ai.djl..", Set.of("native-paddle")),
            entry("com.fasterxml.jackson..", Set.of("conformance-tests", "paddle-cases")),
            entry("picocli..", Set.of("cli")),
            entry("j2html..", Set.of("html-report")),
            entry("org.openqa..", Set.of("browser-testing")),
            entry("org.nd4j..", Set.of("interop-nd4j")),
            entry("org.openjdk.jmh..", Set.of("benchmarks")),
            entry("org.junit..", Set.of("conformance-tests", "browser-testing")));

    private static final JavaClasses CLASSES = new ClassFileImporter().importPaths(Repository.classes());

    static List<String> modules() {
        return Repository.modules();
    }

    @Test
    void everyModuleIsListed() {
        assertThat(MAY_KNOW.keySet()).containsAll(Repository.modules());
        assertThat(CLASSES).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleKnowsOnlyTheModulesBelowIt(String module) {
        var known = new TreeSet<>(MAY_KNOW.getOrDefault(module, Set.of()));
        known.add(module);

        classes()
                .that(in(module))
                .should()
                .onlyDependOnClassesThat(describe(
                        "are in " + known, c -> known.stream().anyMatch(k -> in(k).test(c)) || !isOurs(c)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleUsesOnlyItsLibraries(String module) {
        var foreign = LIBRARIES.entrySet().stream()
                .filter(e -> !e.getValue().contains(module))
                .map(Map.Entry::getKey)
                .toArray(String[]::new);

        noClasses()
                .that(in(module))
                .should()
                .dependOnClassesThat(resideInAnyPackage(foreign))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void coreDependsOnNothingButTheJdk() {
        classes()
                .that(in(CORE))
                .should()
                .onlyDependOnClassesThat(in(CORE).or(describe(
                        "are in the JDK or JSpecify",
                        c -> !isOurs(c)
                                && (c.getBaseComponentType().isPrimitive()
                                        || resideInAnyPackage("java..", "org.jspecify..")
                                                .test(c.getBaseComponentType())))))
                .check(CLASSES);
    }

    @Test
    void noPackageTakesPartInACycle() {
        slices().matching("dev.touchstone.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void operatorsKnowNeitherGraphsNorPassesNorModels() {
        noClasses()
                .that(resideInAPackage("dev.touchstone.op"))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("dev.touchstone.graph..", "dev.touchstone.pass..", "dev.touchstone.model.."))
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("dev.touchstone.tensor"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.touchstone.op..", "dev.touchstone.graph.."))
                .check(CLASSES);
    }

    @Test
    void aPackageBelongsToOneModule() {
        var owners = CLASSES.stream()
                .collect(Collectors.groupingBy(
                        JavaClass::getPackageName, Collectors.mapping(ModulesTest::module, Collectors.toSet())));

        assertThat(owners).allSatisfy((name, modules) -> assertThat(modules).hasSize(1));
    }

    private static DescribedPredicate<JavaClass> in(String module) {
        return describe(
                "are in " + module,
                c -> isOurs(c) && module(c.getBaseComponentType()).equals(module));
    }

    private static boolean isOurs(JavaClass type) {
        var c = type.getBaseComponentType();
        return c.getPackageName().equals("dev.touchstone") || c.getPackageName().startsWith("dev.touchstone.");
    }

    private static String module(JavaClass c) {
        return c.getSource()
                .map(s -> s.getUri().getPath())
                .map(path -> path.substring(Repository.ROOT.toString().length() + 1))
                .map(path -> path.substring(0, path.indexOf('/')))
                .orElse("");
    }
}
