package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One value from all elements along the listed axes, which may count from the end; an empty list means all axes.
 * Semantics: rules R1 to R3 and R5 of {@code ReduceKernel}. The sum of int32 is int64.
 */
public record Reduce(Kind kind, List<Integer> axes, boolean keepAxes) implements Operator {
    /** What is made of the elements. */
    public enum Kind {
        /** The arithmetic mean. */
        MEAN,
        /** The sum. */
        SUM,
        /** The largest. */
        MAX,
        /** The smallest. */
        MIN,
        /** The product. */
        PRODUCT
    }

    public Reduce {
        axes = List.copyOf(axes);
    }

    /** For each axis of the input, whether it is reduced. */
    public boolean[] reduced(Shape x) {
        return reduced(x, axes);
    }

    private static boolean[] reduced(Shape x, List<Integer> axes) {
        var listed = axes.stream().map(x::axis).collect(Collectors.toSet());
        var result = new boolean[x.rank()];
        for (int i = 0; i < result.length; i++) {
            result[i] = listed.isEmpty() || listed.contains(i);
        }
        return result;
    }

    /** What is left of a shape: the listed axes gone, or kept with extent 1. */
    static Shape shape(Shape x, List<Integer> axes, boolean keepAxes) {
        var reduced = reduced(x, axes);
        return Shape.of(IntStream.range(0, x.rank())
                .filter(i -> keepAxes || !reduced[i])
                .map(i -> reduced[i] ? 1 : x.extent(i))
                .toArray());
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        var shape = shape(x.shape(), axes, keepAxes);
        return List.of(
                kind == Kind.SUM && x.dataType() == DataType.INT32
                        ? TensorType.of(DataType.INT64, shape)
                        : x.withShape(shape));
    }
}
