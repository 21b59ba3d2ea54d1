package dev.touchstone.report;

import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;

/** The elements that j2html has no method for: SVG. */
final class Elements {
    private Elements() {}

    static ContainerTag<?> svg(String kind) {
        return tag("svg").withClass(kind).attr("xmlns", "http://www.w3.org/2000/svg");
    }

    /** What a pointer that rests on an SVG element is told, and a screen reader. */
    static ContainerTag<?> tip(String text) {
        return tag("title").withText(text);
    }

    /** With an end tag: in HTML, what follows an SVG element without one is inside it. */
    static ContainerTag<?> rect(String x, String y, String width, String height) {
        return tag("rect").attr("x", x).attr("y", y).attr("width", width).attr("height", height);
    }

    static ContainerTag<?> path(String data) {
        return tag("path").attr("d", data);
    }
}
