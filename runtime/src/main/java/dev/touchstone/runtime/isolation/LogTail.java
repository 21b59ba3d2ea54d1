package dev.touchstone.runtime.isolation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The end of what a process writes on its standard error stream, however much that is. Of the report that a Java virtual
 * machine prints when native code crashes, which has over a thousand lines, the head is kept, and the lines before it.
 * Thread-safe.
 */
final class LogTail {
    private static final int MAX_LINES = 20;
    private static final int MAX_CHARS = 400;
    private static final int MAX_REPORT_LINES = 10;
    private static final String REPORT = "# A fatal error has been detected by the Java Runtime Environment:";

    private final Deque<String> lines = new ArrayDeque<>();
    private final List<String> report = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private boolean reporting;
    private boolean full;

    /** Takes more bytes; a line may come in parts, and what is not ASCII shows as a dot. */
    synchronized void append(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (c == '\n') {
                endLine();
            } else if (line.length() < MAX_CHARS && c != '\r') {
                line.append(c == '\t' || (c >= ' ' && c < 0x7f) ? c : '.');
            }
        }
    }

    /** Takes a text of its own. */
    void append(String text) {
        var bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        append(bytes, bytes.length);
    }

    private void endLine() {
        var text = line.toString().strip();
        line.setLength(0);
        if (text.equals(REPORT)) {
            full = reporting; // The head is printed twice: at once, and as part of the whole.
            reporting = true;
            dropRule();
        }
        if (text.isEmpty() || text.equals("#")) {
            return;
        }
        if (!reporting) {
            lines.add(text);
            if (lines.size() > MAX_LINES) {
                lines.remove();
            }
        } else if (text.startsWith("#") && !full && report.size() < MAX_REPORT_LINES) {
            report.add(text);
        }
    }

    /** Above the report stands an empty comment, which is no line of the backend's. */
    private void dropRule() {
        if ("#".equals(lines.peekLast())) {
            lines.removeLast();
        }
    }

    /** What there is so far, an unfinished line included. */
    synchronized List<String> lines() {
        var all = new ArrayList<>(lines);
        all.addAll(report);
        if (!line.isEmpty() && !reporting) {
            all.add(line.toString());
        }
        return List.copyOf(all);
    }

    /** The signal that the virtual machine's report names: {@code SIGSEGV}; empty if there is no report. */
    synchronized String signal() {
        return report.stream()
                .map(l -> l.substring(1).strip())
                .filter(l -> l.startsWith("SIG"))
                .map(l -> l.substring(0, Math.max(l.indexOf(' '), 3)))
                .findFirst()
                .orElse("");
    }
}
