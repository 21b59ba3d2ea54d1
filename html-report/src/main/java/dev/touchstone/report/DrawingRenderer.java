package dev.touchstone.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;

/** Gives drawings their form. */
final class DrawingRenderer {
    /** Width of a character of the drawings' type, in pixels; a little more than the truth. */
    private static final double CHARACTER = 6.8;

    private DrawingRenderer() {}

    static DomContent drawing(Figure figure) {
        var drawing = figure.drawing();
        var svg = Elements.svg("drawing")
                .attr("width", String.valueOf(drawing.width()))
                .attr("height", String.valueOf(drawing.height()))
                .attr("viewBox", "0 0 " + drawing.width() + " " + drawing.height())
                .attr("role", "group")
                .attr("aria-label", figure.caption());
        drawing.shapes().forEach(s -> svg.with(shape(s)));
        return figure(figcaption(figure.caption()), div(svg).withClass("scroll").attr("tabindex", "0"));
    }

    private static DomContent shape(Drawing.Shape shape) {
        return switch (shape) {
            case Drawing.Box b -> box(b);
            case Drawing.Arrow a -> arrow(a);
            case Drawing.Words w -> words(w.x(), w.y(), w.text());
        };
    }

    private static DomContent box(Drawing.Box b) {
        int room = Math.max(1, (int) ((b.width() - 8) / CHARACTER));
        var text = b.text().length() <= room ? b.text() : b.text().substring(0, Math.max(0, room - 1)) + "…";
        var group = tag("g").withClass("box")
                .with(Elements.tip(b.tip().isEmpty() ? b.text() : b.tip()))
                .with(Elements.rect(
                                Decimals.of(b.x()), Decimals.of(b.y()), Decimals.of(b.width()), Decimals.of(b.height()))
                        .attr("rx", "4")
                        .withClass(HeatMapRenderer.shade(b.shade())))
                .with(words(b.x() + b.width() / 2, b.y() + b.height() / 2 + 4, text)
                        .attr("text-anchor", "middle")
                        // Words stand on the shade, not on the page.
                        .withClass(HeatMapRenderer.shade(b.shade())));
        return b.anchor().isEmpty()
                ? group
                : tag("a").attr("href", "#" + b.anchor().get()).with(group);
    }

    private static DomContent arrow(Drawing.Arrow a) {
        double middle = (a.fromY() + a.toY()) / 2;
        var line = "M%s %sC%s %s %s %s %s %s"
                .formatted(
                        Decimals.of(a.fromX()),
                        Decimals.of(a.fromY()),
                        Decimals.of(a.fromX()),
                        Decimals.of(middle),
                        Decimals.of(a.toX()),
                        Decimals.of(middle),
                        Decimals.of(a.toX()),
                        Decimals.of(a.toY()));
        var head = "M%s %sl-4 -7h8z".formatted(Decimals.of(a.toX()), Decimals.of(a.toY()));
        return tag("g").withClass("arrow")
                .with(Elements.tip(a.text()))
                .with(Elements.path(line).withClass("line"))
                .with(Elements.path(head).withClass("head"));
    }

    private static ContainerTag<?> words(double x, double y, String text) {
        return tag("text").attr("x", Decimals.of(x)).attr("y", Decimals.of(y)).withText(text);
    }
}
