package dev.touchstone.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every rule of every kernel, in the words of the kernels' own comments. The list is made from those comments by the
 * project's build, so that no rule can be forgotten: a rule without a case shows as untested.
 */
public final class RuleBook {
    private static final String RESOURCE = "rules.tsv";
    private static final RuleBook STANDARD = read();

    private final Map<String, Rule> rules;

    private RuleBook(Map<String, Rule> rules) {
        this.rules = rules;
    }

    /** The rules of this version. */
    public static RuleBook standard() {
        return STANDARD;
    }

    private static RuleBook read() {
        var rules = new LinkedHashMap<String, Rule>();
        try (var stream = RuleBook.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the conformance suite");
            }
            for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.isEmpty()) {
                    continue;
                }
                var fields = line.split("\t", 4);
                rules.put(fields[0], new Rule(fields[0], fields[1], fields[3], fields[2].equals("required")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RuleBook(rules);
    }

    /** All rules, by kernel and in the order in which it states them. */
    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    /** The rules of one kernel. */
    public List<Rule> family(String family) {
        return rules.values().stream().filter(r -> r.family().equals(family)).toList();
    }

    /**
     * The rule of this id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Rule rule(String id) {
        var rule = rules.get(id);
        if (rule == null) {
            throw new IllegalArgumentException("no kernel states a rule " + id);
        }
        return rule;
    }
}
