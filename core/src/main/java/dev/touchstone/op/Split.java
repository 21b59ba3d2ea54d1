package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts the input along an axis, which may count from the end, into pieces of the given extents. Semantics: rules M1 to
 * M3 of {@code SplitKernel}.
 */
public record Split(int axis, List<Integer> sections) implements Operator {
    public Split {
        sections = List.copyOf(sections);
        Attributes.require(!sections.isEmpty(), "no sections; expected one or more");
        sections.forEach(s -> Attributes.positive("section", s));
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        int at = x.shape().axis(axis);
        long sum = sections.stream().mapToLong(Integer::longValue).sum();
        Attributes.require(
                sum == x.shape().extent(at),
                "sections %s sum to %s, axis %s of %s has %s",
                sections,
                sum,
                at,
                x.shape(),
                x.shape().extent(at));
        return IntStream.range(0, sections.size())
                .mapToObj(i -> x.withShape(x.shape().with(at, sections.get(i))))
                .toList();
    }
}
