package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
    private static final Profile ONE = new Profile(List.of(
            new Profile.Row("c1", "conv2d", "npu", 2, 3_000_000),
            new Profile.Row("s", "softmax", "reference", 2, 1_000_000)));

    @Test
    void addsRowsOfTheSameNodeAndKeepsTheOthers() {
        var other = new Profile(List.of(
                new Profile.Row("c1", "conv2d", "npu", 1, 7), new Profile.Row("c1", "conv2d", "reference", 1, 5)));
        assertThat(ONE.plus(other).rows())
                .containsExactly(
                        new Profile.Row("c1", "conv2d", "npu", 3, 3_000_007),
                        new Profile.Row("s", "softmax", "reference", 2, 1_000_000),
                        new Profile.Row("c1", "conv2d", "reference", 1, 5));
        assertThat(Profile.EMPTY.plus(ONE)).isEqualTo(ONE);
    }

    @Test
    void printsSharesAndMeans() {
        assertThat(ONE).hasToString("""
                share    ms        count  backend    operator  node
                 75.0 %     1.500  2      npu        conv2d    c1
                 25.0 %     0.500  2      reference  softmax   s
                """);
        assertThat(ONE.nanos()).isEqualTo(4_000_000);
    }
}
