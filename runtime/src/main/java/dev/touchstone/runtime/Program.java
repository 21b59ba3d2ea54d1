package dev.touchstone.runtime;

import dev.touchstone.BackendException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A graph, compiled: subgraphs on their backends and what goes between them. Thread-safe; close it when no run is in
 * flight.
 */
final class Program implements AutoCloseable {
    private final List<Value> inputs;
    private final List<Value> outputs;
    private final Placement placement;
    private final List<Step> steps;
    private final BufferPlan plan;
    private final BufferPool pool;

    /**
     * A program of compiled parts.
     *
     * @param inputs of the graph
     * @param outputs of the graph
     */
    Program(List<Value> inputs, List<Value> outputs, Placement placement, List<Step> steps, BufferPlan plan) {
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.placement = placement;
        this.steps = List.copyOf(steps);
        this.plan = plan;
        this.pool = new BufferPool(plan.bytes());
    }

    Placement placement() {
        return placement;
    }

    /** The inputs of the graph. */
    List<Value> inputs() {
        return inputs;
    }

    /** The outputs of the graph. */
    List<Value> outputs() {
        return outputs;
    }

    /** The one part, if nothing else is done; empty if there are more. */
    Optional<Step.Compute> onlyStep() {
        return steps.size() == 1 && steps.getFirst() instanceof Step.Compute only
                ? Optional.of(only)
                : Optional.empty();
    }

    /**
     * Runs once.
     *
     * @param given in the graph's order and of its types
     * @param observer only for a program whose subgraphs give every value
     * @return new heap tensors, in the order of the graph's outputs
     */
    List<Tensor> run(List<Tensor> given, RunWatch watch, @Nullable TensorObserver observer) {
        if (plan.bytes() == 0) {
            return run(given, watch, observer, null);
        }
        try (var block = pool.lease()) {
            return run(given, watch, observer, block);
        }
    }

    private List<Tensor> run(
            List<Tensor> given, RunWatch watch, @Nullable TensorObserver observer, BufferPool.@Nullable Block block) {
        var tensors = new HashMap<String, Tensor>();
        for (int i = 0; i < given.size(); i++) {
            tensors.put(inputs.get(i).name(), given.get(i));
        }
        for (var step : steps) {
            switch (step) {
                case Step.Compute compute -> {
                    compute(compute, tensors, block, watch);
                    if (observer != null) {
                        compute.nodes().forEach(n -> show(n, tensors, observer));
                    }
                }
                case Step.Transfer transfer -> {
                    watch.beginTransfer();
                    watch.endTransfer(transfer.transfer());
                }
            }
        }
        return results(tensors, given);
    }

    private void compute(
            Step.Compute step, Map<String, Tensor> tensors, BufferPool.@Nullable Block block, RunWatch watch) {
        watch.beginPart(step.owner());
        var operands = new ArrayList<Tensor>();
        for (var value : step.signature().inputs()) {
            operands.add(Objects.requireNonNull(tensors.get(value.name())));
        }
        var results = new ArrayList<Tensor>();
        for (var value : step.signature().outputs()) {
            var result = allocate(value, block);
            results.add(result);
            tensors.put(value.name(), result);
        }
        try {
            step.compiled().run(operands, results, watch.monitor());
        } catch (TouchstoneException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BackendException(step.owner().name(), step.graph() + " failed: " + e, e);
        }
        watch.endPart(step.span());
    }

    private Tensor allocate(Value value, BufferPool.@Nullable Block block) {
        var offset = plan.offsets().get(value.name());
        return block == null || offset == null
                ? Tensor.allocate(value.type())
                : Tensor.wrap(block.slice(offset, value.type().bytes()), value.type());
    }

    private static void show(Node node, Map<String, Tensor> tensors, TensorObserver observer) {
        for (var value : node.outputs()) {
            observer.observe(node, value, Objects.requireNonNull(tensors.get(value.name())));
        }
    }

    /** The outputs; copies of those that are inputs, constants or listed before, which somebody else has a hand on. */
    private List<Tensor> results(Map<String, Tensor> tensors, List<Tensor> given) {
        var results = new ArrayList<Tensor>();
        for (var value : outputs) {
            var constant = value.constant();
            var tensor = constant != null ? constant : Objects.requireNonNull(tensors.get(value.name()));
            boolean shared = constant != null || given.contains(tensor) || results.contains(tensor);
            results.add(shared ? tensor.copy() : tensor);
        }
        return results;
    }

    @Override
    public void close() {
        for (var step : steps) {
            if (step instanceof Step.Compute compute) {
                compute.compiled().close();
            }
        }
        pool.close();
    }
}
