package dev.touchstone.architecture;

import dev.touchstone.op.Operator;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes docs/semantics.md: the template, and for each kernel a section with the operators that it defines and its rules.
 */
final class Semantics {
    private Semantics() {}

    static String page(String template) {
        return template.replace("{{operators}}", operators().strip());
    }

    private static String operators() {
        var sections = new TreeMap<String, List<Class<?>>>();
        var table = DefinedOperators.table();
        for (var record : DefinedOperators.records()) {
            var kernel = table.get(record.getSimpleName());
            if (kernel != null) {
                sections.merge(
                        kernel,
                        List.of(record),
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
            }
        }
        var contents = sections.entrySet().stream()
                .map(e -> e.getValue().stream()
                        .map(r -> "[" + name(r) + "](#"
                                + title(e.getValue(), e.getKey()).replace(", ", "-") + ")")
                        .collect(Collectors.joining(" · ")))
                .collect(Collectors.joining(" · "));
        return contents + "\n\n"
                + sections.entrySet().stream()
                        .map(e -> section(e.getKey(), e.getValue()))
                        .collect(Collectors.joining("\n"));
    }

    private static String section(String kernel, List<Class<?>> records) {
        var text = new StringBuilder("### " + title(records, kernel) + "\n\n");
        var common =
                records.stream().map(DefinedOperators::documented).distinct().toList();
        if (common.size() == 1 && common.getFirst().isSealed()) {
            paragraphs(text, DefinedOperators.record(common.getFirst()).text());
            text.append("| operator | record | result |\n| --- | --- | --- |\n");
            for (var record : records) {
                var formula = String.join(" ", DefinedOperators.record(record).text());
                text.append("| " + name(record) + " | `" + signature(record) + "` | " + cell(formula) + " |\n");
            }
            text.append('\n');
        } else {
            records.forEach(record -> describe(text, record));
        }
        var rules = new LinkedHashMap<>(DefinedOperators.kernel(kernel).rules());
        text.append("Rules of `" + kernel + "`:\n\n| rule | what it says |\n| --- | --- |\n");
        rules.forEach((label, rule) -> text.append("| " + label + " | " + cell(rule) + " |\n"));
        return text.toString();
    }

    private static void describe(StringBuilder text, Class<?> record) {
        text.append("`" + signature(record) + "`\n\n");
        var comment = DefinedOperators.record(record);
        paragraphs(text, comment.text());
        comment.parameters().forEach((name, meaning) -> text.append("* `" + name + "`: " + meaning + "\n"));
        if (!comment.parameters().isEmpty()) {
            text.append('\n');
        }
    }

    private static void paragraphs(StringBuilder text, List<String> paragraphs) {
        paragraphs.forEach(p -> text.append(p).append("\n\n"));
    }

    /** The operator's name, or the family's for a kernel that defines many. */
    private static String title(List<Class<?>> records, String kernel) {
        return records.size() <= 5
                ? records.stream().map(Semantics::name).collect(Collectors.joining(", "))
                : kernel.replace("Kernel", "").toLowerCase(java.util.Locale.ROOT);
    }

    private static String name(Class<?> record) {
        return Operator.name(record.asSubclass(Operator.class));
    }

    private static String signature(Class<?> record) {
        return record.getSimpleName()
                + Stream.of(record.getRecordComponents())
                        .map(Semantics::component)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String component(RecordComponent component) {
        return type(component.getGenericType()) + " " + component.getName();
    }

    private static String type(Type type) {
        return switch (type) {
            case ParameterizedType p -> type(p.getRawType()) + "<" + type(p.getActualTypeArguments()[0]) + ">";
            case Class<?> c
            when c.isEnum() && c.isMemberClass() ->
                Stream.of(c.getEnumConstants()).map(Object::toString).collect(Collectors.joining("|"));
            case Class<?> c -> c.getSimpleName();
            default -> type.toString();
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
