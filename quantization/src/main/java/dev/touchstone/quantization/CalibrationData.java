package dev.touchstone.quantization;

import dev.touchstone.tensor.Tensor;
import java.util.List;

/** Typical inputs, in batches. Thread-safe: batches are asked for by several threads, and more than once. */
public interface CalibrationData {
    /** How many batches there are, at least one. */
    int batches();

    /**
     * One batch.
     *
     * @param index from 0
     * @return a tensor for each input of the model, in its order; the first extent is the number of samples
     */
    List<Tensor> batch(int index);

    /**
     * Tensors that are in memory already.
     *
     * @param batches a tensor for each, for the only input of a model; referred to, not copied
     */
    static CalibrationData of(List<Tensor> batches) {
        var copy = List.copyOf(batches);
        return new CalibrationData() {
            @Override
            public int batches() {
                return copy.size();
            }

            @Override
            public List<Tensor> batch(int index) {
                return List.of(copy.get(index));
            }
        };
    }
}
