package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Reshape;
import dev.touchstone.op.Transpose;
import dev.touchstone.tensor.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Transpose}, element by element from positions. */
class TransposeKernelTest {
    /** All permutations of the axes of rank 1 to 4, and one of rank 6. */
    static Stream<List<Integer>> permutations() {
        return Stream.concat(
                IntStream.rangeClosed(1, 4).boxed().flatMap(rank -> of(List.of(), rank)),
                Stream.of(List.of(5, 0, 3, 1, 4, 2)));
    }

    private static Stream<List<Integer>> of(List<Integer> chosen, int rank) {
        if (chosen.size() == rank) {
            return Stream.of(chosen);
        }
        return IntStream.range(0, rank)
                .boxed()
                .filter(axis -> !chosen.contains(axis))
                .flatMap(axis ->
                        of(Stream.concat(chosen.stream(), Stream.of(axis)).toList(), rank));
    }

    @ParameterizedTest
    @MethodSource("permutations")
    void readsThePermutedPosition(List<Integer> permutation) {
        int rank = permutation.size();
        var x = Given.counting(DataType.FLOAT32, Arrays.copyOf(new int[] {2, 3, 4, 5, 1, 2}, rank));
        var y = Given.run(new Transpose(permutation), x);
        assertThat(Given.numbers(y)).isEqualTo(Given.fill(y.shape(), p -> {
            var source = new int[rank];
            for (int i = 0; i < rank; i++) {
                source[permutation.get(i)] = p[i];
            }
            return Given.index(x.shape(), source);
        }));
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void movesEveryDataType(DataType type) {
        var y = Given.run(new Transpose(List.of(1, 0)), Given.counting(type, 2, 3));
        assertThat(Given.numbers(y)).containsExactly(0, 3, 1, 4, 2, 5);
    }

    /** Eight channels in two groups come out as 0 4 1 5 2 6 3 7. */
    @Test
    void shufflesChannelsBetweenReshapes() {
        var x = Given.counting(DataType.INT32, 1, 8, 1, 1);
        var grouped = Given.run(new Reshape(List.of(1, 2, 4, 1, 1)), x);
        var shuffled = Given.run(new Transpose(List.of(0, 2, 1, 3, 4)), grouped);
        assertThat(Given.run(new Reshape(List.of(0, 8, 1, 1)), shuffled).ints())
                .containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
    }
}
