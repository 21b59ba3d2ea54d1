package dev.touchstone.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A doc comment in Markdown.
 *
 * @param text what stands before rules and block tags, one string for each paragraph
 * @param rules text by label, in order
 * @param parameters text by name, in order
 */
record DocComment(List<String> text, Map<String, String> rules, Map<String, String> parameters) {
    private static final Pattern TYPE = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*(?:public |final |sealed |abstract )*(?:class|record|interface|enum) ",
            Pattern.DOTALL);
    private static final Pattern RULE = Pattern.compile("(?:<p>|<br>)\\s*([A-Z]\\d+)\\s(.*?)(?=<p>|<br>|$)");
    private static final Pattern TAG = Pattern.compile("@param (\\w+) (.*?)(?=@param |$)");

    /** The comment of a file's first type. */
    static DocComment ofType(String source) {
        var found = TYPE.matcher(source);
        if (!found.find()) {
            return new DocComment(List.of(), Map.of(), Map.of());
        }
        var body = found.group(1)
                .lines()
                .map(l -> l.strip().replaceFirst("^\\*\\s?", ""))
                .collect(Collectors.joining(" "));
        int tags = body.indexOf("@param ");
        var prose = (tags < 0 ? body : body.substring(0, tags)).strip();
        var rules = pairs(RULE, prose);
        var text = List.of(RULE.matcher(prose).replaceAll("").split("<p>")).stream()
                .map(DocComment::markdown)
                .filter(p -> !p.isEmpty())
                .toList();
        return new DocComment(text, rules, tags < 0 ? Map.of() : pairs(TAG, body.substring(tags)));
    }

    private static Map<String, String> pairs(Pattern pattern, String text) {
        var pairs = new LinkedHashMap<String, String>();
        pattern.matcher(text).results().forEach(m -> pairs.put(m.group(1), markdown(m.group(2))));
        return pairs;
    }

    private static String markdown(String html) {
        return html.replaceAll("\\{@code ([^{}]*)}", "`$1`")
                .replaceAll("\\{@link #(\\w+)[^}]*}", "`$1`")
                .replaceAll("\\{@link (\\w+)#(\\w+)[^}]*}", "`$1.$2`")
                .replaceAll("\\{@link ([\\w.]+)[^}]*}", "`$1`")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
