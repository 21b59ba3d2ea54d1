package dev.touchstone.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;

/** Gives a table its form. What a cell sorts by stands in {@code data-value}, where it is not the text. */
final class TableRenderer {
    private TableRenderer() {}

    static DomContent frame(Table t) {
        var titles = tr(each(
                t.columns(),
                c -> th(button(c.title()).withType("button"))
                        .attr("scope", "col")
                        .withCondClass(c.numeric(), "number")));
        return div(table(caption(t.caption()), thead(titles), tbody(each(t.rows(), r -> row(t, r))))
                        .withClass("sortable"))
                .withClass("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", t.caption());
    }

    private static TrTag row(Table table, Table.Row row) {
        var cells = new ArrayList<DomContent>();
        for (int i = 0; i < table.columns().size(); i++) {
            cells.add(cell(row.cells().get(i), table.columns().get(i).numeric()));
        }
        var line = tr(each(cells, c -> c));
        row.anchor().ifPresent(line::withId);
        return line;
    }

    private static DomContent cell(Cell cell, boolean numeric) {
        var td = td(content(cell)).withCondClass(numeric, "number");
        return switch (cell) {
            case Cell.Quantity n -> td.withData("value", Double.toString(n.value()));
            case Cell.Meter m -> td.withData("value", Double.toString(m.value()));
            case Cell.Mark m -> td.withData("value", m.badge().text());
            case Cell.Text t -> td;
            case Cell.Code c -> td;
            case Cell.Link l -> td;
        };
    }

    private static DomContent content(Cell cell) {
        return switch (cell) {
            case Cell.Text t -> text(t.text());
            case Cell.Code c -> code(c.text());
            case Cell.Quantity n -> text(n.text());
            case Cell.Mark m -> PageRenderer.badge(m.badge());
            case Cell.Link l -> a(l.text()).withHref("#" + l.anchor());
            case Cell.Meter m ->
                span(ChartRenderer.bar(m.fraction()), span(m.text())).withClass("meter");
        };
    }
}
