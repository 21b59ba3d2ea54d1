package dev.touchstone.conformance.teeth;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.conformance.oracle.Bounds;
import dev.touchstone.conformance.oracle.Fraction;
import dev.touchstone.conformance.oracle.Oracle;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** The reference with one fault. Faults in results need graphs of one node and leave others alone. */
record FaultyBackend(Fault fault) implements Backend {
    private static final ReferenceBackend REFERENCE = new ReferenceBackend();

    @Override
    public NumericProfile profile() {
        return NumericProfile.REFERENCE;
    }

    @Override
    public Support supports(Node node) {
        return REFERENCE.supports(node);
    }

    @Override
    public CompiledGraph compile(Graph graph) {
        return switch (fault) {
            case Fault.Rewriting rewriting -> REFERENCE.compile(rewritten(graph, rewriting));
            case Fault.Spoiling spoiling -> new Spoiled(graph, REFERENCE.compile(graph), spoiling);
            case Fault.Rounds rounds -> new Spoiled(graph, REFERENCE.compile(graph), new Rerounded(rounds));
        };
    }

    private static Graph rewritten(Graph graph, Fault.Rewriting rewriting) {
        var builder = new GraphBuilder(graph.name());
        graph.inputs().forEach(builder::input);
        for (var node : graph.nodes()) {
            var changed = rewriting.rewrite(node);
            boolean fits = changed.faults().isEmpty() && REFERENCE.supports(changed) instanceof Support.Supported;
            builder.add(fits ? changed : node);
        }
        graph.outputs().forEach(builder::output);
        try {
            return builder.build();
        } catch (InvalidGraphException e) {
            return graph;
        }
    }

    @Override
    public void close() {}

    /** Runs rightly, then spoils the results of the only node. */
    private record Spoiled(Graph graph, CompiledGraph right, Fault.Spoiling fault) implements CompiledGraph {
        @Override
        public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
            right.run(inputs, outputs, monitor);
            if (graph.nodes().size() == 1) {
                fault.spoil(graph.nodes().getFirst(), operands(inputs), outputs);
            }
        }

        /** In the node's order, constants included. */
        private List<Tensor> operands(List<Tensor> inputs) {
            var operands = new ArrayList<Tensor>();
            for (var value : graph.nodes().getFirst().inputs()) {
                var constant = value.constant();
                operands.add(constant != null ? constant : inputs.get(indexOf(value.name())));
            }
            return operands;
        }

        private int indexOf(String name) {
            var names = graph.inputs().stream().map(v -> v.name()).toList();
            return names.indexOf(name);
        }

        @Override
        public void close() {
            right.close();
        }
    }

    /** Writes int8 results anew, from steps that the oracle knows before they are rounded. */
    private static final class Rerounded implements Fault.Spoiling {
        private final Fault.Rounds rounds;
        private List<Tensor> lastInputs = List.of();
        private List<Bounds[]> lastElements = List.of();

        Rerounded(Fault.Rounds rounds) {
            this.rounds = rounds;
        }

        @Override
        public void spoil(Node node, List<Tensor> inputs, List<Tensor> outputs) {
            if (!rounds.nodes().test(node) || !node.output().type().isQuantizedInt8()) {
                return;
            }
            var elements = elements(node, inputs);
            for (int i = 0; i < outputs.size(); i++) {
                if (outputs.get(i).type().isQuantizedInt8()) {
                    for (int e = 0; e < elements.get(i).length; e++) {
                        outputs.get(i).segment().set(ValueLayout.JAVA_BYTE, e, code(elements.get(i)[e].least()));
                    }
                }
            }
        }

        // The suite runs everything twice.
        private List<Bounds[]> elements(Node node, List<Tensor> inputs) {
            if (!inputs.equals(lastInputs)) {
                lastInputs = inputs;
                lastElements = Oracle.of(node, inputs, rounds.arithmetic());
            }
            return lastElements;
        }

        private static byte code(Fraction integer) {
            return integer.numerator().byteValueExact();
        }
    }
}
