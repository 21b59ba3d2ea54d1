package dev.touchstone.backend;

import dev.touchstone.tensor.Tensor;
import java.util.List;

/** A graph of static shapes, ready to run. Thread-safe: runs may overlap. */
public interface CompiledGraph extends AutoCloseable {
    /**
     * Computes the outputs. All memory is the caller's: inputs are only read, outputs wholly written, nothing is kept.
     * Inputs and outputs never overlap.
     *
     * @param inputs in the order and of the types of the graph's inputs
     * @param outputs in the order and of the types of the graph's outputs
     * @param monitor told about each node by backends that can; may end the run by an exception, which passes through
     * @throws dev.touchstone.InvalidInputException if number or types of the tensors are not the graph's, before
     *     anything is written; {@link Signature} checks it
     * @throws IllegalStateException if the graph is closed, at the backend's choice: it may as well run
     */
    void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor);

    /** Releases what the graph holds. No run is in flight. Idempotent. */
    @Override
    void close();
}
