package dev.touchstone.op;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** Axis i of the output is axis {@code permutation[i]} of the input. Semantics: rules M1 to M3 of {@code TransposeKernel}. */
public record Transpose(List<Integer> permutation) implements Operator {
    public Transpose {
        permutation = List.copyOf(permutation);
        int rank = permutation.size();
        Attributes.require(
                permutation.stream().distinct().count() == rank
                        && permutation.stream().allMatch(a -> a >= 0 && a < rank),
                "%s is not a permutation of 0..%s",
                permutation,
                rank - 1);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs).requireRank(permutation.size());
        return List.of(
                x.withShape(Shape.of(permutation.stream().map(x.shape()::extent).toList())));
    }
}
