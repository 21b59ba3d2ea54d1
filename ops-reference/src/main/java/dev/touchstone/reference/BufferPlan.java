package dev.touchstone.reference;

import static java.util.Objects.requireNonNull;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which buffer each value of a graph lives in. A buffer is one Java array, so values share it only if they have the same
 * length and kind of element; it is free again after the last node that reads its value. Immutable.
 *
 * @param values every value once, numbered by its place: inputs, then constants, then what nodes compute; constants are
 *     whole arrays
 * @param inputs number of the graph's inputs
 * @param operands the numbers of each node's inputs
 * @param results the numbers of each node's outputs
 * @param outputs the numbers of the graph's outputs
 * @param buffers the buffer of each value, -1 for inputs and constants
 * @param buffersNeeded a type whose array serves, for each buffer
 */
record BufferPlan(
        List<Value> values,
        int inputs,
        List<List<Integer>> operands,
        List<List<Integer>> results,
        List<Integer> outputs,
        List<Integer> buffers,
        List<TensorType> buffersNeeded) {

    static BufferPlan of(Graph graph) {
        return new Maker(graph).make();
    }

    private record Kind(DataType dataType, int elements) {
        static Kind of(TensorType type) {
            var dataType = type.dataType();
            return new Kind(
                    dataType.bytes() == 1 ? DataType.INT8 : dataType,
                    type.shape().elements());
        }
    }

    private static final class Maker {
        private final Graph graph;
        private final List<Value> values = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<Integer> buffers = new ArrayList<>();
        private final List<TensorType> buffersNeeded = new ArrayList<>();
        private final Map<Kind, Deque<Integer>> free = new HashMap<>();

        Maker(Graph graph) {
            this.graph = graph;
        }

        BufferPlan make() {
            graph.inputs().forEach(v -> number(v, -1));
            graph.constants().forEach(v -> number(whole(v), -1));
            var lastReaders = lastReaders();
            var operands = new ArrayList<List<Integer>>();
            var results = new ArrayList<List<Integer>>();
            for (int i = 0; i < graph.nodes().size(); i++) {
                var node = graph.nodes().get(i);
                operands.add(numbers(node.inputs()));
                node.outputs().forEach(v -> number(v, take(v.type())));
                results.add(numbers(node.outputs()));
                release(node, i, lastReaders);
            }
            return new BufferPlan(
                    List.copyOf(values),
                    graph.inputs().size(),
                    List.copyOf(operands),
                    List.copyOf(results),
                    numbers(graph.outputs()),
                    List.copyOf(buffers),
                    List.copyOf(buffersNeeded));
        }

        /** The same constant in a whole array, copied if it came in another memory. */
        private static Value whole(Value value) {
            var constant = value.constant();
            return constant == null || constant.isWholeArray()
                    ? value
                    : new Value(value.name(), value.type(), constant.copy(), value.range());
        }

        private void number(Value value, int buffer) {
            numbers.put(value.name(), values.size());
            values.add(value);
            buffers.add(buffer);
        }

        private int number(Value value) {
            return requireNonNull(numbers.get(value.name()));
        }

        private List<Integer> numbers(List<Value> of) {
            return of.stream().map(this::number).toList();
        }

        /** The last node that reads or computes a value; none for what the caller reads after the run. */
        private Map<String, Integer> lastReaders() {
            var last = new HashMap<String, Integer>();
            for (int i = 0; i < graph.nodes().size(); i++) {
                int position = i;
                graph.nodes().get(i).outputs().forEach(v -> last.put(v.name(), position));
                graph.nodes().get(i).inputs().forEach(v -> last.put(v.name(), position));
            }
            graph.outputs().forEach(v -> last.remove(v.name()));
            return last;
        }

        private Deque<Integer> free(TensorType type) {
            return free.computeIfAbsent(Kind.of(type), k -> new ArrayDeque<>());
        }

        private int take(TensorType type) {
            var buffer = free(type).pollLast();
            if (buffer != null) {
                return buffer;
            }
            buffersNeeded.add(type);
            return buffersNeeded.size() - 1;
        }

        private void release(Node node, int position, Map<String, Integer> lastReaders) {
            Stream.concat(node.inputs().stream(), node.outputs().stream())
                    .filter(v -> lastReaders.getOrDefault(v.name(), -1) == position)
                    .map(this::number)
                    .distinct()
                    .filter(number -> buffers.get(number) >= 0)
                    .forEach(number -> free(values.get(number).type()).addLast(buffers.get(number)));
        }
    }
}
