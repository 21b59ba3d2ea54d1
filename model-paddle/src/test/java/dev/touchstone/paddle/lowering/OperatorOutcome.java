package dev.touchstone.paddle.lowering;

import dev.touchstone.BackendException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What became of one case when it was read, lowered, compiled and run. */
sealed interface OperatorOutcome {
    /** All results came out. */
    record Computed(List<Tensor> outputs) implements OperatorOutcome {}

    /** A typed error before anything ran. */
    record Refused(TouchstoneException error) implements OperatorOutcome {}

    /** Well understood, but there is no lowering or no kernel. */
    record NotCovered(String reason) implements OperatorOutcome {}

    /** Slots whose contents must be known when the graph is made. */
    Set<String> SHAPE_SLOTS = Set.of(
            "AxisTensor",
            "EndsTensor",
            "OutSize",
            "Paddings",
            "Scale",
            "Shape",
            "ShapeTensor",
            "SizeTensor",
            "StartsTensor");

    /** Operators whose slot Scale is an operand like any other. */
    Set<String> COMPUTED_SCALES =
            Set.of("quantize_linear", "dequantize_linear", "fake_dequantize_max_abs", "batch_norm");

    static OperatorOutcome of(OperatorCase theCase, Path scratch) throws IOException {
        try {
            return new Computed(run(theCase, scratch));
        } catch (UnsupportedOperatorException | BackendException e) {
            return theCase.expect().equals("ok") ? new NotCovered(e.toString()) : new Refused(e);
        } catch (TouchstoneException e) {
            return new Refused(e);
        }
    }

    private static List<Tensor> run(OperatorCase theCase, Path scratch) throws IOException {
        var program = theCase.program(scratch);
        var model = PaddleModel.of(program, Optional.empty());
        var given = new HashMap<String, Tensor>();
        var feeds = model.inputs();
        for (int i = 0; i < feeds.size(); i++) {
            given.put(feeds.get(i).name(), theCase.input(i));
        }
        var constants = new HashMap<>(given);
        constants.keySet().retainAll(sizes(program.blocks().getFirst()));
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

    /** The variables that hold sizes and axes. */
    private static Set<String> sizes(Block block) {
        var names = new HashSet<String>();
        for (var op : block.ops()) {
            op.inputs().forEach((slot, arguments) -> {
                if (SHAPE_SLOTS.contains(slot) && !(slot.equals("Scale") && COMPUTED_SCALES.contains(op.type()))) {
                    names.addAll(arguments);
                }
            });
        }
        return names;
    }
}
