package dev.touchstone.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A page with one of everything. */
final class SamplePage {
    private SamplePage() {}

    static Page page() {
        return Page.titled("Sample <report> & more")
                .subtitle("One of everything, to be looked at")
                .badge(Badge.of(Status.PASSED))
                .fact("Model", "fashion/model_fp32 with_a_very_long_name_that_has_to_be_broken_somewhere_in_the_middle")
                .fact("Inputs", "100 images")
                .fact("Accuracy", "92.6 %")
                .section("words", "Words", new Paragraph("Text with <b>markup</b> that is not markup."), details())
                .section("layers", "Layers", layers())
                .section("charts", "Charts", bars(), histogram())
                .section("differences", "Differences", map(), figure())
                .build();
    }

    private static Details details() {
        return new Details(
                "Why these layers stay float",
                false,
                Optional.of("why"),
                List.of(Facts.of(new Facts.Fact("softmax", "no quantizer in this era"))));
    }

    private static Table layers() {
        var table = Table.of(
                "Layers",
                Table.words("Node"),
                Table.words("Operator"),
                Table.numbers("SNR, dB"),
                Table.numbers("Max LSB"),
                Table.words("Share"),
                Table.words("Result"),
                Table.words("Weight shape and threshold of each channel"));
        var status = Status.values();
        double[] noise = {31.5, 4.25, 100, Double.POSITIVE_INFINITY, Double.NaN};
        for (int i = 0; i < 5; i++) {
            table.anchoredRow(
                    "layer-" + i,
                    Cell.code("conv2d_" + i + ".tmp_" + 10 * i),
                    Cell.text("conv2d"),
                    Cell.number(noise[i], Double.isFinite(noise[i]) ? String.valueOf(noise[i]) : "-"),
                    Cell.number(3L * i),
                    Cell.meter(i / 4.0, i, 25 * i + " %"),
                    Cell.status(status[i]),
                    Cell.text("[64, 64, 3, 3], 0.123456 0.234567 0.345678 0.456789"));
        }
        return table.build();
    }

    private static Bars bars() {
        return new Bars(
                "Signal-to-noise ratio, dB",
                List.of(
                        new Bars.Bar("conv2d_0", 40, "40.0"),
                        new Bars.Bar("a/long/name/of/a/layer/conv2d_eltwise_y_in_12", 20, "20.0"),
                        new Bars.Bar("none", Double.NaN, "-")));
    }

    private static Histogram histogram() {
        var counts = new ArrayList<Long>();
        for (int i = 0; i < 512; i++) {
            counts.add((long) (100000 / (1 + i)));
        }
        return new Histogram(
                "|x| of relu_3",
                0,
                6.5,
                counts,
                Histogram.Scale.LOGARITHMIC,
                List.of(
                        new Histogram.Mark("threshold", 4.125, "4.125"),
                        new Histogram.Mark("mean", 1.5, "1.5"),
                        new Histogram.Mark("clip", 7, "7")));
    }

    private static HeatMap map() {
        double[] values = new double[28 * 28];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i / 28 - 14) * (i % 28 - 14) / 16.0;
        }
        return new HeatMap("Difference of relu_3, channel 5", "LSB", 28, 28, values);
    }

    private static Figure figure() {
        return new Figure(
                "Graph, coloured by error",
                new Drawing(
                        900,
                        130,
                        List.of(
                                new Drawing.Arrow(80, 40, 80, 80, "[1, 16, 28, 28]"),
                                new Drawing.Box(10, 10, 140, 30, 0, "conv2d_0", "no error", Optional.of("layer-0")),
                                new Drawing.Box(10, 80, 140, 30, 6, "a_name_that_is_too_long", "6", Optional.empty()),
                                new Drawing.Box(200, 80, 140, 30, -5, "relu", "", Optional.empty()),
                                new Drawing.Words(760, 20, "at the right edge"))));
    }
}
