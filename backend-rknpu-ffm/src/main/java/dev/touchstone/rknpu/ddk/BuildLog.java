package dev.touchstone.rknpu.ddk;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the library wrote on standard error while it built a graph. If the check of one operator fails, the whole network
 * is left empty, Build returns 0, and these lines are the only sign of it. Some lines of the library do not end, so that
 * the text is searched as a whole; numbers in them are not reliable.
 *
 * @param text as written
 */
public record BuildLog(String text) {
    /** Lines of the library itself, then those of the layer underneath at the level of errors. */
    private static final Pattern ERROR = Pattern.compile(
            "(?m)^\\d+ RKNPU \\w+\\(\\d+\\): ?.*(fail|Unsupport|unimplemented|need \\d+ inputs|invalid|Invalid|is empty"
                    + "|unknow|can not).*|^E \\[\\w+:\\d+\\].*|.*(Check|Setup|Create) node\\[\\d+\\].*fail.*");

    private static final Pattern NODE = Pattern.compile("(?:Check|Setup|Create) node\\[(\\d+)\\]");

    /**
     * The 32-bit library says the first of every concatenation of rows or columns, and computes it all the same. The
     * others are of a cache file that could not be written, which is no fault of the network.
     */
    private static final List<String> HARMLESS =
            List.of("must have same quantize parameter", "Binary Graph Parse init failed", "Init Cache Saver failed");

    /** The lines that tell of an error, in their order. */
    public List<String> errors() {
        var found = new ArrayList<String>();
        var matcher = ERROR.matcher(text);
        while (matcher.find()) {
            var line = matcher.group();
            if (HARMLESS.stream().noneMatch(line::contains)) {
                found.add(line.strip());
            }
        }
        return found;
    }

    /** The number of the operator that failed, counted as the layer underneath does. */
    public OptionalInt failedNode() {
        var matcher = NODE.matcher(text);
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
