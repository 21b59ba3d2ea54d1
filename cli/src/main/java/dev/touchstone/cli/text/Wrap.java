package dev.touchstone.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks running text into lines. */
public final class Wrap {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private Wrap() {}

    /**
     * Lines of at most {@link Table#WIDTH} characters, broken at blanks; a word that is longer gets a line of its own.
     *
     * @param first what the first line starts with
     * @param indent blanks in front of each further line
     */
    public static List<String> lines(String first, int indent, String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(first);
        boolean fresh = true;
        for (var word : WHITE_SPACE.splitAsStream(text.strip()).toList()) {
            if (!fresh && line.length() + 1 + word.length() > Table.WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(indent));
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
