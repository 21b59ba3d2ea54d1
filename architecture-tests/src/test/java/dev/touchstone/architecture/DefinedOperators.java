package dev.touchstone.architecture;

import dev.touchstone.op.Operator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The operators, and which kernel file defines each, as the table of {@code ops-reference} says. */
final class DefinedOperators {
    private static final Path RECORDS = Repository.ROOT.resolve("core/src/main/java/dev/touchstone/op");
    private static final Path KERNELS = Repository.ROOT.resolve("ops-reference/src/main/java/dev/touchstone/reference");
    private static final Pattern LINE = Pattern.compile("entry\\((\\w+)\\.class, (\\w+)::prepare\\)");

    private DefinedOperators() {}

    /** Every record that the sealed interface permits, by name. */
    static List<Class<?>> records() {
        return permitted(Operator.class)
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(DefinedOperators::permitted)
                : Stream.of(type);
    }

    /** Kernel class name by operator record name. */
    static Map<String, String> table() {
        var table = new TreeMap<String, String>();
        LINE.matcher(Repository.read(KERNELS.resolve("Kernels.java")))
                .results()
                .forEach(m -> table.put(m.group(1), m.group(2)));
        return table;
    }

    /** The sealed interface between the record and {@link Operator}, whose doc comment speaks for all its records. */
    static Class<?> documented(Class<?> record) {
        return Stream.of(record.getInterfaces())
                .filter(i -> i.isSealed() && i != Operator.class)
                .findFirst()
                .orElse(record);
    }

    static DocComment record(Class<?> type) {
        return DocComment.ofType(Repository.read(RECORDS.resolve(type.getSimpleName() + ".java")));
    }

    static boolean isKernelFile(String kernel) {
        return Files.exists(KERNELS.resolve(kernel + ".java"));
    }

    static DocComment kernel(String kernel) {
        return DocComment.ofType(Repository.read(KERNELS.resolve(kernel + ".java")));
    }
}
