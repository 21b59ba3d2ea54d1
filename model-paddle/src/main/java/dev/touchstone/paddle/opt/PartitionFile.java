package dev.touchstone.paddle.opt;

import dev.touchstone.TouchstoneException;
import dev.touchstone.paddle.program.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators that are not to run on a neural processor, as Paddle Lite's custom partition file lists them: an entry a line
 * or several with {@code -} between them, each {@code type}, {@code type:in,in}, {@code type::out} or
 * {@code type:in,in:out,out}. An entry means all operators of the type that have all these inputs and outputs.
 *
 * @param entries in the order of the file
 */
public record PartitionFile(List<Entry> entries) {
    /** No entry. */
    public static final PartitionFile NONE = new PartitionFile(List.of());

    public PartitionFile {
        entries = List.copyOf(entries);
    }

    /** One entry. */
    public record Entry(String type, List<String> inputs, List<String> outputs) {
        public Entry {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }

        boolean matches(Op op) {
            return type.equals(op.type()) && holds(op.inputs(), inputs) && holds(op.outputs(), outputs);
        }

        private static boolean holds(Map<String, List<String>> slots, List<String> names) {
            return names.stream().allMatch(n -> slots.values().stream().anyMatch(a -> a.contains(n)));
        }

        /** As in a file. */
        @Override
        public String toString() {
            return type
                    + (inputs.isEmpty() && outputs.isEmpty() ? "" : ":" + String.join(",", inputs))
                    + (outputs.isEmpty() ? "" : ":" + String.join(",", outputs));
        }
    }

    /**
     * Reads a file.
     *
     * @throws TouchstoneException if it cannot be read, or a line is no entry
     */
    public static PartitionFile read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new TouchstoneException(file + ": cannot be read: " + e, e);
        }
    }

    static PartitionFile parse(String source, String text) {
        var entries = new ArrayList<Entry>();
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            for (var entry : line.strip().split("-", -1)) {
                if (!entry.isBlank()) {
                    entries.add(entry(source, number, entry.strip()));
                }
            }
        }
        return new PartitionFile(entries);
    }

    private static Entry entry(String source, int line, String text) {
        var parts = text.split(":", -1);
        if (parts.length > 3 || parts[0].isEmpty()) {
            throw new TouchstoneException(source + ", line " + line + ": '" + text
                    + "' is no entry; expected TYPE, TYPE:INPUTS, TYPE::OUTPUTS or TYPE:INPUTS:OUTPUTS");
        }
        return new Entry(parts[0], names(parts, 1), names(parts, 2));
    }

    private static List<String> names(String[] parts, int index) {
        return index >= parts.length
                ? List.of()
                : Arrays.stream(parts[index].split(",", -1))
                        .map(String::strip)
                        .filter(n -> !n.isEmpty())
                        .toList();
    }

    /** The first entry that means an operator. */
    Optional<Entry> match(Op op) {
        return entries.stream().filter(e -> e.matches(op)).findFirst();
    }
}
