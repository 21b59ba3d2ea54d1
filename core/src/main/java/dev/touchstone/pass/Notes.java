package dev.touchstone.pass;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where passes say what a user should know about what they did: one sentence each, in the order of the graph, no
 * sentence twice. Not thread-safe.
 */
public final class Notes {
    private final Set<String> sentences = new LinkedHashSet<>();

    /** No notes yet. */
    public Notes() {}

    /** Adds a sentence, which names the node or tensor it is about. */
    public void add(String sentence) {
        sentences.add(sentence);
    }

    /** A copy of the sentences so far. */
    public List<String> list() {
        return List.copyOf(sentences);
    }
}
