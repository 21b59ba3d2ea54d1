package dev.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BlocksTest {
    @Test
    void aHeatMapStepsThroughItsColors() {
        var map = new HeatMap("m", "LSB", 1, 7, new double[] {-12, -2, -0.1, 0, 1, 7, Double.NaN});

        assertThat(map.bound()).isEqualTo(12);
        assertThat(List.of(
                        map.step(0, 0),
                        map.step(0, 1),
                        map.step(0, 2),
                        map.step(0, 3),
                        map.step(0, 4),
                        map.step(0, 5),
                        map.step(0, 6)))
                .containsExactly(-6, -1, -1, 0, 1, 4, 6);
    }

    @Test
    void aMapOfZerosHasNoColor() {
        assertThat(new HeatMap("m", "", 1, 1, new double[] {-0.0}).step(0, 0)).isZero();
    }

    @Test
    void aLargeMapKeepsTheWorstOfEachPlace() {
        double[] values = new double[300 * 300];
        values[299 * 300 + 1] = -3;
        values[299 * 300] = 2;
        var map = new HeatMap("m", "", 300, 300, values);

        assertThat(map.rows()).isEqualTo(128);
        assertThat(map.step(127, 0)).isEqualTo(-6);
        assertThat(map.step(126, 0)).isZero();
    }

    @Test
    void aHeatMapNeedsAValueForEachPlace() {
        assertThatThrownBy(() -> new HeatMap("m", "", 2, 3, new double[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("heat map 'm' has 5 values for 2 x 3");
    }

    @Test
    void aHistogramIsAsHighAsItsHighestBin() {
        var linear = new Histogram("h", 0, 1, List.of(0L, 5L, 10L), Histogram.Scale.LINEAR, List.of());
        var logarithmic = new Histogram("h", 0, 1, List.of(0L, 9L, 99L), Histogram.Scale.LOGARITHMIC, List.of());

        assertThat(linear.heights()).containsExactly(0, 0.5, 1);
        assertThat(logarithmic.heights()).containsExactly(new double[] {0, 0.5, 1}, within(1e-12));
    }

    @Test
    void manyBinsAreDrawnAs256() {
        var counts = new ArrayList<>(Collections.nCopies(2048, 0L));
        counts.set(2047, 7L);

        double[] heights = new Histogram("h", 0, 1, counts, Histogram.Scale.LINEAR, List.of()).heights();

        assertThat(heights).hasSize(256);
        assertThat(heights[255]).isEqualTo(1);
    }

    @Test
    void aHistogramNeedsARange() {
        assertThatThrownBy(() -> new Histogram("h", 1, 1, List.of(1L), Histogram.Scale.LINEAR, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("histogram 'h' has the range 1.0 to 1.0; expected low < high");
    }

    @Test
    void aRowHasACellForEachColumn() {
        var table = Table.of("t", Table.words("a"), Table.numbers("b")).row(Cell.text("x"));

        assertThatThrownBy(table::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table 't' has 2 columns and a row of 1 cells");
    }

    @Test
    void aBoxHasAShadeThatThereIs() {
        assertThatThrownBy(() -> new Drawing.Box(0, 0, 1, 1, 7, "", "", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shade 7; expected -6 to 6");
    }

    @Test
    void decimalsAreShortAndTheSameEverywhere() {
        assertThat(Decimals.of(1)).isEqualTo("1");
        assertThat(Decimals.of(-0.001)).isEqualTo("0");
        assertThat(Decimals.of(1.2345)).isEqualTo("1.23");
        assertThat(Decimals.percent(0.3333)).isEqualTo("33.33%");
        assertThat(Decimals.percent(Double.NaN)).isEqualTo("0%");
    }
}
