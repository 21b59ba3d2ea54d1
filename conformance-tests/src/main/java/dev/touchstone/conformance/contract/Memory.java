package dev.touchstone.conformance.contract;

import dev.touchstone.InvalidInputException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** Whose memory is read, written and kept. */
final class Memory {
    private static final byte MARK = 0x5a;

    private Memory() {}

    static String inputsUnchanged(Backend backend, Subject subject) {
        try (var compiled = backend.compile(subject.graph())) {
            var input = subject.input(1);
            compiled.run(List.of(input), List.of(subject.output()), RunMonitor.NONE);
            boolean same = input.segment().mismatch(subject.input(1).segment()) < 0;
            return same ? "" : "the run wrote to its input";
        }
    }

    static String outputsWritten(Backend backend, Subject subject) {
        try (var compiled = backend.compile(subject.graph())) {
            for (int fill : new int[] {0, 0x5a, 0xff}) {
                var output = subject.output();
                output.segment().fill((byte) fill);
                compiled.run(List.of(subject.input(2)), List.of(output), RunMonitor.NONE);
                if (!subject.isRight(output, 2)) {
                    return "an output that held bytes " + fill + " before is wrong";
                }
            }
            return "";
        }
    }

    static String nativeMemory(Backend backend, Subject subject) {
        try (var compiled = backend.compile(subject.graph());
                var arena = Arena.ofShared()) {
            var given = subject.input(7);
            var input = Tensor.wrap(arena.allocate(given.type().bytes(), 64), given.type());
            input.copyFrom(given);
            var output = Tensor.wrap(
                    arena.allocate(given.type().bytes(), 64), subject.output().type());
            compiled.run(List.of(input), List.of(output), RunMonitor.NONE);
            return subject.isRight(output, 7) ? "" : "results in native memory are wrong";
        }
    }

    static String wrongTensors(Backend backend, Subject subject) {
        try (var compiled = backend.compile(subject.graph())) {
            var input = subject.input(0);
            var output = subject.output();
            var larger = Tensor.allocate(input.type().withShape(Shape.of(1, 3, 4, 9)));
            var smaller = Tensor.allocate(input.type().withShape(Shape.of(1, 3, 4, 7)));
            for (var inputs : List.of(List.<Tensor>of(), List.of(input, input), List.of(larger), List.of(smaller))) {
                if (runs(compiled, inputs, List.of(output))) {
                    return "runs with the inputs " + inputs + "; expected " + input;
                }
            }
            for (var outputs : List.of(List.<Tensor>of(), List.of(output, output), List.of(larger), List.of(smaller))) {
                if (runs(compiled, List.of(input), outputs)) {
                    return "runs with the outputs " + outputs + "; expected " + output;
                }
            }
            return subject.isRight(compiled, 1) ? "" : "a refused run spoils the next";
        }
    }

    private static boolean runs(CompiledGraph compiled, List<Tensor> inputs, List<Tensor> outputs) {
        try {
            compiled.run(inputs, outputs, RunMonitor.NONE);
            return true;
        } catch (InvalidInputException e) {
            return false;
        }
    }

    static String surroundings(Backend backend, Subject subject) {
        try (var compiled = backend.compile(subject.graph());
                var arena = Arena.ofShared()) {
            long bytes = subject.output().type().bytes();
            var memory = arena.allocate(bytes + 256, 64).fill(MARK);
            var output =
                    Tensor.wrap(memory.asSlice(128, bytes), subject.output().type());
            compiled.run(List.of(subject.input(0)), List.of(output), RunMonitor.NONE);
            for (int i = 0; i < 128; i++) {
                boolean kept = memory.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i) == MARK
                        && memory.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 128 + bytes + i) == MARK;
                if (!kept) {
                    return "the run wrote within 128 bytes beside its output";
                }
            }
            return "";
        }
    }

    /** After many graphs and runs, what was used once is garbage. */
    static String forgets(Backend backend, Subject subject) {
        var references = new ArrayList<WeakReference<?>>();
        for (int i = 0; i < 50; i++) {
            use(backend, references);
        }
        for (int i = 0; i < 100 && references.stream().anyMatch(r -> r.get() != null); i++) {
            System.gc();
        }
        long kept = references.stream().filter(r -> r.get() != null).count();
        return kept == 0 ? "" : kept + " of " + references.size() + " tensors and closed graphs are kept";
    }

    private static void use(Backend backend, List<WeakReference<?>> references) {
        var subject = Subject.of(backend);
        var input = subject.input(0);
        var output = subject.output();
        var compiled = backend.compile(subject.graph());
        compiled.run(List.of(input), List.of(output), RunMonitor.NONE);
        compiled.close();
        references.add(new WeakReference<>(input));
        references.add(new WeakReference<>(output));
        references.add(new WeakReference<>(compiled));
        references.add(new WeakReference<>(subject.graph()));
    }
}
