package dev.touchstone.quantization;

import dev.touchstone.paddle.program.Program;
import java.util.List;
import java.util.TreeMap;

/** The operators of a program with the names they read and write, and nothing else. */
final class ProgramForm {
    private ProgramForm() {}

    static List<String> of(Program program) {
        return program.blocks().getFirst().ops().stream()
                .map(op -> op.type() + " " + new TreeMap<>(op.inputs()) + " -> " + new TreeMap<>(op.outputs()))
                .toList();
    }
}
