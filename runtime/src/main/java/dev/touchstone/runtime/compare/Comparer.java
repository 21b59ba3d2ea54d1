package dev.touchstone.runtime.compare;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.model.GraphModel;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.Backends;
import dev.touchstone.runtime.Session;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares two ways of computing. Both run the same inputs; tensors are matched by name. Then each node of the second
 * way runs once more alone, on its backend, fed with the first way's tensors ("teacher forcing"): where that differs, the
 * node itself is at fault, and where it does not, the error came in from before.
 *
 * <pre>{@code
 * var found = Comparer.compare(
 *         new Way("reference", model, SessionOptions.defaults().withBackends("reference")),
 *         new Way("rknpu", model, SessionOptions.defaults().withBackends("rknpu", "reference")),
 *         Backends.find(), List.of(List.of(picture)), (done, all) -> {});
 * System.out.println(found.firstDifference());
 * }</pre>
 */
public final class Comparer {
    private static final int BEST = 5;

    private final Way first;
    private final Way second;
    private final Backends backends;
    private final Map<String, Accumulator> accumulated = new LinkedHashMap<>();
    private final Map<String, Accumulator> forced = new LinkedHashMap<>();
    private final Map<String, long[]> histograms = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<String> unmatched = new ArrayList<>();
    private int sameBest;
    private double sharedBest;

    private Comparer(Way first, Way second, Backends backends) {
        this.first = first;
        this.second = second;
        this.backends = backends;
    }

    /**
     * Runs both ways and compares.
     *
     * @param inputs for each run the tensors in the models' order; both models take the same
     * @param progress is told how many steps of how many are done
     * @throws dev.touchstone.TouchstoneException as {@link Session} throws
     */
    public static ModelComparison compare(
            Way first,
            Way second,
            Backends backends,
            List<List<Tensor>> inputs,
            BiConsumer<Integer, Integer> progress) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("there is no input; expected one or more");
        }
        return new Comparer(first, second, backends).run(inputs, progress);
    }

    private ModelComparison run(List<List<Tensor>> inputs, BiConsumer<Integer, Integer> progress) {
        var lessons = new ArrayList<Recording>();
        var backendOf = new LinkedHashMap<String, String>();
        long firstNanos = 0;
        long secondNanos = 0;
        try (var a = Session.open(first.model(), first.options(), backends);
                var b = Session.open(second.model(), second.options(), backends)) {
            for (var input : inputs) {
                var lesson = Recording.of(a, input);
                var pupil = Recording.of(b, input);
                lessons.add(lesson);
                record(lesson, pupil);
                firstNanos += time(a, input);
                secondNanos += time(b, input);
                var shapes = new LinkedHashMap<String, Shape>();
                var endpoints = second.model().inputs();
                IntStream.range(0, input.size())
                        .forEach(i ->
                                shapes.put(endpoints.get(i).name(), input.get(i).shape()));
                b.placement(shapes).rows().forEach(r -> backendOf.put(r.node(), r.backend()));
                compareBest(lesson, pupil);
                progress.accept(lessons.size(), inputs.size());
            }
        }
        var distinct = nodes.values().stream().distinct().toList();
        for (var node : distinct) {
            force(node, Objects.requireNonNullElse(backendOf.get(node.name()), Backends.REFERENCE), lessons);
            progress.accept(distinct.indexOf(node) + 1, distinct.size());
        }
        var tensors = new ArrayList<TensorComparison>();
        accumulated.forEach((name, sums) -> tensors.add(comparison(name, sums, backendOf)));
        return new ModelComparison(
                first,
                second,
                inputs.size(),
                tensors,
                unmatched,
                (double) sameBest / inputs.size(),
                sharedBest / inputs.size(),
                firstNanos / inputs.size(),
                secondNanos / inputs.size());
    }

    private TensorComparison comparison(String tensor, Accumulator sums, Map<String, String> backendOf) {
        var node = Objects.requireNonNull(nodes.get(tensor));
        var histogram = Objects.requireNonNull(histograms.get(tensor));
        return new TensorComparison(
                tensor,
                node.name(),
                node.operator().name(),
                node.inputs().stream()
                        .filter(v -> !v.isConstant())
                        .map(Value::name)
                        .distinct()
                        .toList(),
                Objects.requireNonNullElse(backendOf.get(node.name()), ""),
                sums.metrics(),
                Optional.ofNullable(forced.get(tensor)).map(Accumulator::metrics),
                IntStream.range(0, histogram.length).mapToObj(i -> histogram[i]).toList());
    }

    private static long time(Session session, List<Tensor> input) {
        session.run(input);
        long start = System.nanoTime();
        session.run(input);
        return System.nanoTime() - start;
    }

    private void record(Recording lesson, Recording pupil) {
        pupil.nodes().forEach((name, node) -> {
            var expected = lesson.find(name).orElse(null);
            var actual = Objects.requireNonNull(pupil.tensors().get(name));
            if (expected == null || !expected.shape().equals(actual.shape())) {
                if (!unmatched.contains(name)) {
                    unmatched.add(name);
                }
                return;
            }
            nodes.put(name, node);
            accumulated.computeIfAbsent(name, k -> new Accumulator()).add(expected, actual);
            count(
                    histograms.computeIfAbsent(name, k -> new long[TensorComparison.BOUNDS.size() + 2]),
                    expected,
                    actual);
        });
    }

    private static void count(long[] histogram, Tensor expected, Tensor actual) {
        var a = RealNumbers.of(expected);
        var b = RealNumbers.of(actual);
        double largest = 0;
        for (double v : a) {
            largest = Math.max(largest, Math.abs(v));
        }
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs(a[i] - b[i]) / (largest == 0 ? 1 : largest);
            int bucket = 0;
            if (difference != 0) {
                bucket = 1;
                while (bucket <= TensorComparison.BOUNDS.size()
                        && !(difference <= TensorComparison.BOUNDS.get(bucket - 1))) {
                    bucket++;
                }
            }
            histogram[bucket]++;
        }
    }

    /** Runs a node alone with what the first way computed; not at all if that lacks something. */
    private void force(Node node, String backend, List<Recording> lessons) {
        var model = GraphModel.of(node);
        var options = second.options().withBackends(backend).withPrecision(Precision.FLOAT);
        if (model.inputs().isEmpty()) {
            return;
        }
        try (var session = Session.open(model, options, backends)) {
            for (var lesson : lessons) {
                var fed = new ArrayList<Tensor>();
                for (var input : model.graph().inputs()) {
                    lesson.find(input.name())
                            .flatMap(t -> RealNumbers.as(t, input.type()))
                            .ifPresent(fed::add);
                }
                if (fed.size() < model.inputs().size()) {
                    return;
                }
                var results = session.run(fed).asList();
                for (int i = 0; i < results.size(); i++) {
                    var name = node.outputs().get(i).name();
                    var expected = lesson.find(name).orElse(null);
                    if (expected != null
                            && expected.shape().equals(results.get(i).shape())) {
                        forced.computeIfAbsent(name, k -> new Accumulator()).add(expected, results.get(i));
                    }
                }
            }
        }
    }

    private void compareBest(Recording lesson, Recording pupil) {
        var name = first.model().outputs().getFirst().name();
        var other = second.model().outputs().getFirst().name();
        var a = best(lesson.tensors().get(name));
        var b = best(pupil.tensors().get(other));
        if (!a.isEmpty() && !b.isEmpty()) {
            sameBest += a.getFirst().equals(b.getFirst()) ? 1 : 0;
            sharedBest += a.stream().filter(b::contains).count() / (double) a.size();
        }
    }

    /** The places of the largest elements, best first; of equal ones the lower place. */
    private static List<Integer> best(@Nullable Tensor tensor) {
        if (tensor == null) {
            return List.of();
        }
        var values = RealNumbers.of(tensor);
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((i, j) -> values[i] == values[j] ? Integer.compare(i, j) : Double.compare(values[j], values[i]))
                .limit(BEST)
                .toList();
    }
}
