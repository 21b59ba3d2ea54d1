package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rules R2 to R4. */
final class ReduceOracle implements Oracle {
    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var x = inputs.getFirst();
        int outputs = node.output().type().shape().elements();
        return List.of(Elements.of(
                switch (node.operator()) {
                    case Reduce r -> {
                        var groups = groups(x, r.axes(), outputs);
                        var out = Fraction.of(node.output().type().scale());
                        yield groups.stream()
                                .map(g -> reduced(r.kind(), x, g, out, arithmetic))
                                .toArray(Bounds[]::new);
                    }
                    case ArgMax a ->
                        groups(x, List.of(a.axis()), outputs).stream()
                                .map(g -> Bounds.of(first(a.kind() == ArgMax.Kind.MAX, x, g)))
                                .toArray(Bounds[]::new);
                    default -> throw new IllegalArgumentException(node.label());
                }));
    }

    /** For each result the elements it is made of, in order; results are ordered by the axes that stay. */
    private static List<List<Integer>> groups(Operand x, List<Integer> axes, int outputs) {
        var shape = x.type().shape();
        var reduced = axes.stream().map(a -> Shapes.axis(shape, a)).toList();
        var groups = IntStream.range(0, outputs)
                .<List<Integer>>mapToObj(i -> new ArrayList<>())
                .toList();
        for (int i = 0; i < x.elements(); i++) {
            var at = Shapes.position(shape, i);
            int group = 0;
            for (int axis = 0; axis < at.length; axis++) {
                if (!axes.isEmpty() && !reduced.contains(axis)) {
                    group = group * shape.extent(axis) + at[axis];
                }
            }
            groups.get(group).add(i);
        }
        return groups;
    }

    private static Bounds reduced(
            Reduce.Kind kind, Operand x, List<Integer> group, Fraction out, Arithmetic arithmetic) {
        var codes = group.stream().mapToInt(x::code);
        return switch (kind) {
            case MAX -> Scaling.moved(codes.max().orElseThrow(), x.scale(), out, arithmetic);
            case MIN -> Scaling.moved(codes.min().orElseThrow(), x.scale(), out, arithmetic);
            case SUM -> Scaling.requantized(codes.sum(), List.of(x.scale()), List.of(out), arithmetic);
            case MEAN ->
                Bounds.of(arithmetic.steps(codes.sum(), arithmetic.averageFactor(x.scale(), out, group.size())));
            case PRODUCT -> {
                var product = Fraction.ONE;
                for (int index : group) {
                    product = product.times(Fraction.of(x.code(index)).times(x.scale()))
                            .float64();
                }
                yield Scaling.steps(product, out, arithmetic);
            }
        };
    }

    private static int first(boolean largest, Operand x, List<Integer> group) {
        int place = 0;
        for (int i = 1; i < group.size(); i++) {
            int code = x.code(group.get(i));
            int best = x.code(group.get(place));
            if (largest ? code > best : code < best) {
                place = i;
            }
        }
        return place;
    }
}
