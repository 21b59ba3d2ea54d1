package dev.touchstone.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.document;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.title;

import j2html.tags.DomContent;
import j2html.tags.specialized.SpanTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Gives a page its form. The frame is here, each block that is more than words in a file of its own. */
final class PageRenderer {
    /** Nothing may be loaded from anywhere: a promise to the reader that the browser keeps. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'";

    private final Page page;

    PageRenderer(Page page) {
        this.page = page;
    }

    String toHtml() {
        return document(html(
                                head(
                                        meta().withCharset("utf-8"),
                                        meta().attr("http-equiv", "Content-Security-Policy")
                                                .withContent(POLICY),
                                        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                        meta().withName("color-scheme").withContent("light dark"),
                                        title(page.title()),
                                        style(rawHtml(resource("page.css")))),
                                body(pageHeader(), contents(), content(), script(rawHtml(resource("page.js")))))
                        .withLang("en"))
                + "\n";
    }

    private DomContent pageHeader() {
        return header(
                h1(span(page.title()), iff(page.badge(), PageRenderer::badge)),
                iff(!page.subtitle().isEmpty(), p(page.subtitle()).withClass("subtitle")),
                iff(!page.facts().isEmpty(), facts(page.facts())));
    }

    private DomContent contents() {
        return iff(
                page.sections().size() > 1,
                nav(each(page.sections(), s -> a(s.title()).withHref("#" + s.anchor())))
                        .attr("aria-label", "Contents"));
    }

    private DomContent content() {
        return main(each(
                page.sections(),
                s -> section(h2(a(s.title()).withHref("#" + s.anchor())), blocks(s.blocks()))
                        .withId(s.anchor())));
    }

    private static DomContent blocks(List<Block> blocks) {
        return each(blocks, PageRenderer::block);
    }

    private static DomContent block(Block block) {
        return switch (block) {
            case Paragraph paragraph -> p(paragraph.text());
            case Facts facts -> facts(facts.facts());
            case Table table -> TableRenderer.frame(table);
            case Details d ->
                details(summary(d.summary()), div(blocks(d.blocks())).withClass("inner"))
                        .condAttr(d.open(), "open", "open")
                        .condAttr(d.anchor().isPresent(), "id", d.anchor().orElse(""));
            case Bars bars -> ChartRenderer.bars(bars);
            case Histogram histogram -> ChartRenderer.histogram(histogram);
            case HeatMap map -> HeatMapRenderer.map(map);
            case Figure figure -> DrawingRenderer.drawing(figure);
        };
    }

    private static DomContent facts(List<Facts.Fact> facts) {
        return dl(each(facts, f -> div(dt(f.name()), dd(f.value())))).withClass("facts");
    }

    static SpanTag badge(Badge badge) {
        var mark = span(badge.status().mark()).attr("aria-hidden", "true");
        return span(mark, span(" " + badge.text()))
                .withClass("badge " + badge.status().style());
    }

    private static String resource(String name) {
        try (var in = PageRenderer.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
