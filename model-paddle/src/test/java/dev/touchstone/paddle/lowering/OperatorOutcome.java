package dev.touchstone.paddle.lowering;

import dev.touchstone.BackendException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.cases.PaddleCase;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What became of one case when it was read, lowered, compiled and run. */
sealed interface OperatorOutcome {
    /** All results came out. */
    record Computed(List<Tensor> outputs) implements OperatorOutcome {}

    /** A typed error before anything ran. */
    record Refused(TouchstoneException error) implements OperatorOutcome {}

    /** Well understood, but there is no lowering or no kernel. */
    record NotCovered(String reason) implements OperatorOutcome {}

    static OperatorOutcome of(PaddleCase theCase, Path scratch) throws IOException {
        try {
            return new Computed(run(theCase, scratch));
        } catch (UnsupportedOperatorException | BackendException e) {
            return theCase.isComputed() ? new NotCovered(e.toString()) : new Refused(e);
        } catch (TouchstoneException e) {
            return new Refused(e);
        }
    }

    private static List<Tensor> run(PaddleCase theCase, Path scratch) throws IOException {
        var program = program(theCase, scratch);
        var model = PaddleModel.of(program, Optional.empty());
        var given = new HashMap<String, Tensor>();
        var feeds = model.inputs();
        for (int i = 0; i < feeds.size(); i++) {
            given.put(feeds.get(i).name(), theCase.input(i));
        }
        var constants = new HashMap<>(given);
        constants.keySet().retainAll(SizeInputs.of(program.blocks().getFirst()));
        var bound = model.withConstants(constants);
        Map<String, Shape> shapes = new HashMap<>();
        var inputs = new ArrayList<Tensor>();
        for (var input : bound.inputs()) {
            var tensor = Objects.requireNonNull(given.get(input.name()));
            inputs.add(tensor);
            shapes.put(input.name(), tensor.shape());
        }
        return ReferenceRun.run(bound.graph(shapes), inputs);
    }

    /** Reads the program as a user would: combined parameters from memory, single ones from a directory. */
    static Program program(PaddleCase theCase, Path scratch) throws IOException {
        var reader = new ProgramReader(ModelLimits.defaults());
        if (!theCase.isDirectory()) {
            return reader.read(MemorySegment.ofArray(theCase.program()), MemorySegment.ofArray(theCase.parameters()));
        }
        var directory = scratch.resolve(theCase.name());
        for (var file : theCase.files().entrySet()) {
            var path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return reader.read(directory, Optional.empty());
    }
}
