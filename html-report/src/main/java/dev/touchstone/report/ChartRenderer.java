package dev.touchstone.report;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.li;
import static j2html.TagCreator.span;
import static j2html.TagCreator.ul;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.Locale;

/** Gives charts their form: lengths are SVG and stretch with the page, words are HTML and do not. */
final class ChartRenderer {
    private static final int HEIGHT = 100;

    private ChartRenderer() {}

    static DomContent bars(Bars chart) {
        double longest =
                chart.bars().stream().mapToDouble(Bars.Bar::length).max().orElse(0);
        return figure(
                        figcaption(chart.caption()),
                        dl(each(
                                chart.bars(),
                                b -> div(
                                        dt(b.label()),
                                        dd(
                                                bar(longest == 0 ? 0 : b.length() / longest),
                                                span(b.text()).withClass("value"))))))
                .withClass("bars");
    }

    /** A bar that is filled in part; the words beside it say how much. */
    static ContainerTag<?> bar(double fraction) {
        return Elements.svg("bar")
                .attr("aria-hidden", "true")
                .with(Elements.rect("0", "0", Decimals.percent(fraction), "100%"));
    }

    static DomContent histogram(Histogram h) {
        double[] heights = h.heights();
        var bars = new StringBuilder();
        for (int i = 0; i < heights.length; i++) {
            if (heights[i] > 0) {
                bars.append("M%d %d".formatted(i, HEIGHT))
                        .append("v-")
                        // A count of 1 among millions is still a count.
                        .append(Decimals.of(Math.max(1, heights[i] * HEIGHT)))
                        .append("h1V")
                        .append(HEIGHT)
                        .append('z');
            }
        }
        var svg = Elements.svg("plot")
                .attr("viewBox", "0 0 " + heights.length + " " + HEIGHT)
                .attr("preserveAspectRatio", "none")
                .attr("role", "img")
                .attr("aria-label", description(h))
                .with(Elements.path(bars.toString()).withClass("columns"));
        int number = 0;
        for (var mark : h.marks()) {
            double x = (mark.value() - h.low()) / (h.high() - h.low()) * heights.length;
            if (x >= 0 && x <= heights.length) {
                svg.with(Elements.path("M%s 0V%d".formatted(Decimals.of(x), HEIGHT))
                        .withClass("mark m" + number % 3)
                        .with(Elements.tip(mark.label() + " " + mark.text())));
            }
            number++;
        }
        return figure(
                        figcaption(h.caption()),
                        svg,
                        div(
                                        span(axis(h.low())),
                                        span(h.scale() == Histogram.Scale.LOGARITHMIC ? "height: log(1 + count)" : ""),
                                        span(axis(h.high())))
                                .withClass("axis"),
                        marks(h))
                .withClass("histogram");
    }

    private static DomContent marks(Histogram h) {
        var list = ul().withClass("marks");
        int number = 0;
        for (var mark : h.marks()) {
            boolean outside = mark.value() < h.low() || mark.value() > h.high();
            list.with(li(
                    span().withClass("key m" + number++ % 3),
                    span(mark.label() + " " + mark.text() + (outside ? " (outside)" : ""))));
        }
        return list;
    }

    private static String description(Histogram h) {
        long total = h.counts().stream().mapToLong(Long::longValue).sum();
        return h.caption() + ": " + total + " values in " + h.counts().size() + " bins from " + axis(h.low()) + " to "
                + axis(h.high());
    }

    private static String axis(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
