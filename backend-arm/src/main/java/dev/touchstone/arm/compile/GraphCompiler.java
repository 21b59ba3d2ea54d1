package dev.touchstone.arm.compile;

import dev.touchstone.BackendException;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The way from a graph to a program, as one list of steps. */
public final class GraphCompiler {
    private GraphCompiler() {}

    /**
     * Compiles a graph of nodes that {@link Coverage} takes.
     *
     * @param machine the instruction set, with an empty buffer
     * @throws BackendException if tensors or constants are too large for the kernels' offsets
     */
    public static ArmProgram compile(Graph graph, Machine machine) {
        try {
            var assembly = new Assembly(graph, machine);
            var fusion = new Fusion(graph, machine.width());
            var inputs = new LinkedHashMap<String, Stored>();
            for (var value : graph.inputs()) {
                var input = assembly.boundary(value);
                assembly.put(value, input);
                inputs.put(value.name(), input);
            }
            new Lowering(assembly, fusion).add(graph);
            var outputs = new ArrayList<Stored>();
            for (var value : graph.outputs()) {
                outputs.add(result(graph, assembly, inputs, value));
            }
            return new ProgramWriter(assembly, fusion).write(List.copyOf(inputs.values()), outputs);
        } catch (ArithmeticException e) {
            throw new BackendException("arm", graph + " needs more than 2 GiB for its tensors or constants", e);
        } catch (Refusal e) {
            throw new BackendException("arm", graph + ": " + e.reason(), e);
        }
    }

    private static Stored result(Graph graph, Assembly assembly, Map<String, Stored> inputs, Value value) {
        var node = graph.producer(value).orElse(null);
        if (node != null) {
            return new BoundaryStages(assembly).result(node, value);
        }
        // Not where it is now: some node may have had it converted.
        var input = inputs.get(value.name());
        return input == null ? assembly.constant(value) : input;
    }
}
