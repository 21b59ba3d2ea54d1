package dev.touchstone.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.span;

import j2html.tags.DomContent;
import java.util.Locale;

/** Gives heat maps their form: one path for each colour, each run of equal places one rectangle in it. */
final class HeatMapRenderer {
    private static final int SMALLEST_SIDE = 4;
    private static final int WIDTH = 480;

    private HeatMapRenderer() {}

    static DomContent map(HeatMap map) {
        int side = Math.clamp(WIDTH / Math.max(map.columns(), map.rows()), SMALLEST_SIDE, 32);
        var svg = Elements.svg("heat")
                .attr("viewBox", "0 0 " + map.columns() + " " + map.rows())
                .attr("width", String.valueOf(map.columns() * side))
                .attr("role", "img")
                .attr("shape-rendering", "crispEdges")
                .attr(
                        "aria-label",
                        map.caption() + ": " + map.rows() + " x " + map.columns() + " places, at most "
                                + number(map.bound()) + unit(map) + " from 0");
        svg.with(Elements.rect("0", "0", "100%", "100%").withClass("h0"));
        for (int step = -HeatMap.STEPS; step <= HeatMap.STEPS; step++) {
            var data = step == 0 ? "" : places(map, step);
            if (!data.isEmpty()) {
                svg.with(Elements.path(data).withClass(shade(step)));
            }
        }
        return figure(figcaption(map.caption()), svg, legend(map)).withClass("heatmap");
    }

    private static String places(HeatMap map, int step) {
        var data = new StringBuilder();
        for (int row = 0; row < map.rows(); row++) {
            int column = 0;
            while (column < map.columns()) {
                int from = column;
                while (column < map.columns() && map.step(row, column) == step) {
                    column++;
                }
                if (column > from) {
                    data.append("M%d %dh%dv1H%dz".formatted(from, row, column - from, from));
                } else {
                    column++;
                }
            }
        }
        return data.toString();
    }

    private static DomContent legend(HeatMap map) {
        var legend = div(span("−" + number(map.bound()))).withClass("legend");
        for (int step = -HeatMap.STEPS; step <= HeatMap.STEPS; step++) {
            legend.with(Elements.svg("key")
                    .attr("aria-hidden", "true")
                    .with(Elements.rect("0", "0", "100%", "100%").withClass(shade(step))));
        }
        return legend.with(span("+" + number(map.bound()) + unit(map)));
    }

    /** The class of a shade, {@code -STEPS..STEPS}. */
    static String shade(int step) {
        return step < 0 ? "hn" + -step : "h" + step;
    }

    private static String unit(HeatMap map) {
        return map.unit().isEmpty() ? "" : " " + map.unit();
    }

    private static String number(double value) {
        return value == Math.rint(value) && value < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
