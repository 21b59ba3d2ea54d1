package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.paddle.cases.PaddleCase;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A program of native Paddle's cases as a graph that is named like the case.
 *
 * @param source the program
 * @param graph in float32, with fake quantization literally
 * @param inputs in the order of the graph's inputs
 */
record PaddleGraph(PaddleCase source, Graph graph, List<Tensor> inputs) {
    /** Reads and lowers the program. */
    static PaddleGraph of(PaddleCase source) {
        var program = program(source);
        var given = new HashMap<String, Tensor>();
        var feeds = PaddlePrograms.model(program, Optional.empty()).inputs();
        for (int i = 0; i < feeds.size(); i++) {
            given.put(feeds.get(i).name(), source.input(i));
        }
        var sizes = new HashMap<>(given);
        sizes.keySet().retainAll(PaddlePrograms.sizes(program));
        var model = PaddlePrograms.model(program, sizes);
        Map<String, Shape> shapes = new HashMap<>();
        var inputs = new ArrayList<Tensor>();
        for (var input : model.inputs()) {
            var tensor = Objects.requireNonNull(given.get(input.name()), input.name());
            inputs.add(tensor);
            shapes.put(input.name(), tensor.shape());
        }
        return new PaddleGraph(source, model.graph(shapes), inputs);
    }

    private static Program program(PaddleCase source) {
        var read = PaddlePrograms.read(
                MemorySegment.ofArray(source.program()),
                MemorySegment.ofArray(source.parameters()),
                ModelLimits.defaults());
        return new Program(
                read.source(), source.name(), read.version(), read.blocks(), read.parameters(), read.warnings());
    }

    /** The whole program in float32. */
    Computation asItIs() {
        return new Computation(graph, inputs);
    }

    /** What leads to the last result, in another precision: tensors that others ask for cannot change their type. */
    Computation in(Precision precision) {
        var last = with(graph.outputs()
                .subList(graph.outputs().size() - 1, graph.outputs().size()));
        return new Computation(Pipeline.prepare(last, precision).graph(), inputs);
    }

    /**
     * The results that native Paddle gave, of one of the two classes.
     *
     * @param exact whether those that must be equal, or those that may differ a little
     */
    Computation witnessed(boolean exact) {
        var outputs = new ArrayList<Value>();
        var expected = new ArrayList<Tensor>();
        for (int i = 0; i < graph.outputs().size(); i++) {
            if (source.isExact(i) == exact) {
                outputs.add(graph.outputs().get(i));
                expected.add(source.output(i));
            }
        }
        return new Computation(with(outputs), inputs, expected, exact ? 0 : PaddleCase.TOLERANCE);
    }

    /** The same graph with some of its outputs. */
    private Graph with(List<Value> outputs) {
        var builder = new GraphBuilder(graph.name());
        graph.inputs().forEach(builder::input);
        graph.nodes().forEach(builder::add);
        outputs.forEach(builder::output);
        return builder.build();
    }
}
