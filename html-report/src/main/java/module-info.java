/** Reports as one self-contained HTML page. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.report {
    requires static org.jspecify;
    requires com.j2html;

    exports dev.touchstone.report;
}
