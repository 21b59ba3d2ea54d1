package com.example.backend;

import dev.touchstone.BackendException;
import dev.touchstone.backend.*;
import dev.touchstone.graph.*;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Tensor;
import java.util.*;

/** A backend that runs one operator: the rectifier on int8 tensors. */
public final class TemplateProvider implements BackendProvider {
    @Override public String name() { return "template"; }
    @Override public int priority() { return 1; }
    @Override public Availability probe() { return new Availability.Available(List.of("plain Java")); }
    @Override public Backend open(BackendOptions options) { return new TemplateBackend(); }

    private record TemplateBackend() implements Backend {
        @Override public NumericProfile profile() { return NumericProfile.REFERENCE; }
        @Override public Support supports(Node node) {
            return Support.ofInvalid(node).orElseGet(() -> {
                if (!(node.operator() instanceof Relu))
                    return new Support.Unsupported("OPERATOR", "operator", "relu", node.operator().name(), "");
                var x = node.input(0);
                return x.type().isQuantizedInt8() && !x.isConstant()
                        ? Support.SUPPORTED
                        : new Support.Unsupported("TYPE", "input", "a variable of int8", x.type().toString(), "");
            });
        }

        @Override public CompiledGraph compile(Graph graph) {
            for (var node : graph.nodes())
                if (supports(node) instanceof Support.Unsupported reason)
                    throw new BackendException("template", node.label() + ": " + reason);
            return new Compiled(graph, Signature.of(graph));
        }
        @Override public void close() {}
    }

    private record Compiled(Graph graph, Signature signature) implements CompiledGraph {
        @Override public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
            signature.require(inputs, outputs);
            var tensors = new HashMap<String, Tensor>();
            for (int i = 0; i < inputs.size(); i++) tensors.put(graph.inputs().get(i).name(), inputs.get(i));
            for (var node : graph.nodes()) {
                monitor.before(node);
                var codes = tensors.get(node.input(0).name()).toBytes();
                double in = node.input(0).type().scale(), out = node.output().type().scale();
                for (int i = 0; i < codes.length; i++)
                    codes[i] = (byte) Math.rint(Math.min(Math.max(0, codes[i]) * in / out, 127));
                tensors.put(node.output().name(), Tensor.of(node.output().type(), codes));
                monitor.after(node);
            }
            for (int i = 0; i < outputs.size(); i++) {
                outputs.get(i).copyFrom(tensors.get(graph.outputs().get(i).name()));
            }
        }

        @Override public void close() {}
    }
}
