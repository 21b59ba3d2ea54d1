package dev.touchstone.conformance.report;

/** A report in the form that continuous integration reads: rules are test cases, operators are classes. */
final class JUnitXml {
    private JUnitXml() {}

    static String of(Report report) {
        var rules = report.rules().stream()
                .filter(r -> !r.status().equals("NOT_SELECTED"))
                .toList();
        long failed = rules.stream().filter(r -> r.failed() > 0).count();
        long skipped = rules.stream()
                .filter(r -> r.status().equals("SKIPPED") || r.status().equals("UNTESTED"))
                .count();
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"touchstone conformance of " + escaped(report.backend()) + "\" tests=\""
                + rules.size() + "\" failures=\"" + failed + "\" errors=\"0\" skipped=\"" + skipped + "\">\n");
        for (var rule : rules) {
            xml.append("  <testcase classname=\"" + rule.rule().family() + "\" name=\""
                    + escaped(rule.rule().toString()) + "\">");
            if (rule.failed() > 0) {
                xml.append("\n    <failure message=\"" + rule.failed() + " of "
                        + (rule.passed() + rule.skipped() + rule.failed()) + " cases\">");
                report.failures().stream()
                        .filter(f -> f.rule().equals(rule.rule().id()))
                        .forEach(f ->
                                xml.append(escaped(Summary.line(report, f))).append('\n'));
                xml.append("</failure>\n  ");
            } else if (!rule.status().equals("PASSED")) {
                xml.append("<skipped message=\"" + escaped(rule.status() + ": " + rule.note()) + "\"/>");
            }
            xml.append("</testcase>\n");
        }
        return xml.append("</testsuite>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
