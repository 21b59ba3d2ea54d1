package dev.touchstone.runtime;

import dev.touchstone.graph.Graph;
import dev.touchstone.pass.Precision;
import java.util.List;

/** How a model's source graph becomes the one that is placed. */
record Preparation(Graph graph, List<String> notes) {
    Preparation {
        notes = List.copyOf(notes);
    }

    static Precision recommended(Graph source) {
        return Precision.FLOAT;
    }

    static Preparation of(Graph source, Precision precision) {
        return new Preparation(source, List.of());
    }
}
