package dev.touchstone.reference;

import dev.touchstone.tensor.Tensor;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of one run. A caller's tensor that is a whole array is used as it is, any other through a copy; an output
 * is computed in the caller's array where that is possible. Used by one run after another, never by two at a time.
 */
final class RunBuffers {
    private final BufferPlan plan;
    private final Scratch scratch = new Scratch();
    /** What each value is kept in when the caller lends nothing; null for inputs until one needs a copy. */
    private final @Nullable Tensor[] own;

    private final @Nullable Tensor[] current;
    private final List<List<Tensor>> operands = new ArrayList<>();
    private final List<List<Tensor>> results = new ArrayList<>();

    RunBuffers(BufferPlan plan) {
        this.plan = plan;
        int count = plan.values().size();
        own = new Tensor[count];
        var arrays = plan.buffersNeeded().stream().map(Tensor::allocate).toList();
        for (int i = 0; i < count; i++) {
            var value = plan.values().get(i);
            int buffer = plan.buffers().get(i);
            var constant = value.constant();
            if (buffer >= 0) {
                own[i] = arrays.get(buffer).as(value.type());
            } else if (constant != null) {
                own[i] = constant;
            }
        }
        current = own.clone();
        plan.operands().forEach(numbers -> operands.add(new Selection(current, numbers)));
        plan.results().forEach(numbers -> results.add(new Selection(current, numbers)));
    }

    /** Takes the caller's tensors in. */
    void begin(List<Tensor> inputs, List<Tensor> outputs) {
        for (int i = 0; i < inputs.size(); i++) {
            current[i] = inputs.get(i).isWholeArray() ? inputs.get(i) : copyOf(i, inputs.get(i));
        }
        for (int i = 0; i < outputs.size(); i++) {
            int number = plan.outputs().get(i);
            if (plan.buffers().get(number) >= 0 && outputs.get(i).isWholeArray()) {
                current[number] = outputs.get(i);
            }
        }
    }

    private Tensor copyOf(int input, Tensor given) {
        var copy = own[input];
        if (copy == null) {
            copy = Tensor.allocate(plan.values().get(input).type());
            own[input] = copy;
        }
        copy.copyFrom(given);
        return copy;
    }

    /** Delivers what the caller's tensors do not hold yet. */
    void end(List<Tensor> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            var result = current[plan.outputs().get(i)];
            if (result != null && result != outputs.get(i)) {
                outputs.get(i).copyFrom(result);
            }
        }
    }

    /** Lets go of the caller's tensors. */
    void forget() {
        System.arraycopy(own, 0, current, 0, own.length);
    }

    List<Tensor> operands(int node) {
        return operands.get(node);
    }

    List<Tensor> results(int node) {
        return results.get(node);
    }

    Scratch scratch() {
        return scratch;
    }

    /** Some of the current tensors, looked up at each use. */
    private static final class Selection extends AbstractList<Tensor> {
        private final @Nullable Tensor[] tensors;
        private final List<Integer> numbers;

        Selection(@Nullable Tensor[] tensors, List<Integer> numbers) {
            this.tensors = tensors;
            this.numbers = numbers;
        }

        @Override
        public Tensor get(int index) {
            return Objects.requireNonNull(tensors[numbers.get(index)]);
        }

        @Override
        public int size() {
            return numbers.size();
        }
    }
}
