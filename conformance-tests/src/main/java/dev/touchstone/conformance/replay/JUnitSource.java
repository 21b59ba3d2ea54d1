package dev.touchstone.conformance.replay;

import dev.touchstone.conformance.RuleBook;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A replay file as the source of a JUnit test, ready to go into a backend's own tests. It needs this module and JUnit 5 or
 * 6, and holds the case in itself; beyond {@value #MOST} elements it reads the file instead.
 */
public final class JUnitSource {
    private static final int MOST = 2_000;

    private final ReplayFile file;
    private final String backend;
    private final Map<String, String> variables = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    private JUnitSource(ReplayFile file, String backend) {
        this.file = file;
        this.backend = backend;
    }

    /** The name of the test class: {@code Conv2d17Test}. */
    public static String className(ReplayFile file) {
        return Arrays.stream(file.caseId().split("[^A-Za-z0-9]+"))
                        .filter(w -> !w.isEmpty())
                        .map(w -> Character.toUpperCase(w.charAt(0)) + w.substring(1))
                        .collect(Collectors.joining())
                + "Test";
    }

    /**
     * The source text of the test class.
     *
     * @param backend the name of the backend that failed
     */
    public static String of(ReplayFile file, String backend) {
        return new JUnitSource(file, backend).text();
    }

    private String text() {
        var className = className(file);
        line(0, "import static org.junit.jupiter.api.Assertions.assertEquals;");
        line(0, "");
        Stream.of(
                        "conformance.CaseResult",
                        "conformance.Computation",
                        "conformance.replay.*",
                        "graph.*",
                        "op.*",
                        "tensor.*")
                .forEach(i -> line(0, "import dev.touchstone." + i + ";"));
        line(0, "import java.nio.file.Path;");
        line(0, "import java.util.List;");
        line(0, "import org.junit.jupiter.api.Test;");
        line(0, "");
        line(0, "/**");
        line(0, " * " + rule() + ".");
        line(
                0,
                " * Found by case " + file.caseId() + " of suite version "
                        + file.origin().version() + ", seed " + file.origin().seed() + ".");
        line(0, " */");
        line(0, "final class " + className + " {");
        line(1, "@Test");
        line(1, "void obeys" + file.rule().replaceAll("[^A-Za-z0-9]", "_") + "() {");
        if (elements() > MOST) {
            line(2, "var file = ReplayFile.read(Path.of(\"" + file.fileName() + "\"));");
            check("file");
        } else {
            inline();
        }
        line(1, "}");
        line(0, "}");
        return String.join("\n", lines) + "\n";
    }

    /** Rules of the kernels with their text. */
    private String rule() {
        return RuleBook.standard().rules().stream()
                .filter(r -> r.id().equals(file.rule()))
                .findFirst()
                .map(r -> comment(r.toString()))
                .orElse(file.rule());
    }

    private static String comment(String text) {
        return text.replace("*/", "* /").replace("\\u", "\\ u");
    }

    private long elements() {
        var constants = file.computation().graph().constants().stream()
                .map(Value::constant)
                .map(Objects::requireNonNull);
        return Stream.of(constants, file.computation().inputs().stream(), file.expected().stream())
                .flatMap(s -> s)
                .mapToLong(t -> t.shape().elements())
                .sum();
    }

    private void inline() {
        var graph = file.computation().graph();
        line(2, "var graph = new GraphBuilder(\"" + file.caseId() + "\");");
        graph.inputs()
                .forEach(v -> line(
                        2,
                        "var " + variable(v) + " = graph.input(\"" + v.name() + "\", " + JavaText.of(v.type()) + ");"));
        graph.constants()
                .forEach(v -> line(
                        2,
                        "var " + variable(v) + " = graph.constant(\"" + v.name() + "\", "
                                + JavaText.of(Objects.requireNonNull(v.constant())) + ");"));
        graph.nodes().forEach(this::node);
        graph.outputs().forEach(v -> line(2, "graph.output(" + variable(v) + ");"));
        line(2, "var inputs = " + list(file.computation().inputs()) + ";");
        line(2, "var expected = " + list(file.expected()) + ";");
        var oracle = file.computation().expected().isEmpty()
                ? ""
                : ", expected, " + file.computation().tolerance();
        line(2, "var computation = new Computation(graph.build(), inputs" + oracle + ");");
        check("computation, expected");
    }

    private void node(Node node) {
        node.outputs()
                .forEach(v -> line(
                        2,
                        "var " + variable(v) + " = Value.variable(\"" + v.name() + "\", " + JavaText.of(v.type())
                                + ");"));
        line(
                2,
                "graph.add(new Node(\"" + node.name() + "\", " + JavaText.of((Record) node.operator()) + ", "
                        + names(node.inputs()) + ", " + names(node.outputs()) + "));");
    }

    private void check(String what) {
        line(2, "try (var backend = Replay.backend(\"" + backend + "\")) {");
        line(3, "assertEquals(new CaseResult.Passed(), Replay.run(" + what + ", backend));");
        line(2, "}");
    }

    private void line(int depth, String text) {
        lines.add("    ".repeat(text.isEmpty() ? 0 : depth) + text);
    }

    private String names(List<Value> values) {
        return values.stream().map(this::variable).collect(Collectors.joining(", ", "List.of(", ")"));
    }

    /** A Java name for each value: graphs from files have others. */
    private String variable(Value value) {
        var taken = variables.get(value.name());
        if (taken != null) {
            return taken;
        }
        boolean plain = value.name().matches("[a-z][0-9]+");
        var name = plain ? value.name() : "value" + variables.size();
        variables.put(value.name(), name);
        return name;
    }

    private static String list(List<Tensor> tensors) {
        return tensors.stream().map(JavaText::of).collect(Collectors.joining(", ", "List.<Tensor>of(", ")"));
    }
}
