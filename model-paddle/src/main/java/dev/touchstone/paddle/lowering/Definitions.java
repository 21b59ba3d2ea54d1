package dev.touchstone.paddle.lowering;

import dev.touchstone.ModelFormatException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which definition of each variable holds at the point in the program that has been reached. A variable may be written
 * again only by an operator that reads it, in place, or if it is a parameter; its definitions get names of their own,
 * the last one the variable's unless what is fed or stored has it.
 */
final class Definitions {
    private final Block block;
    private final Map<String, Integer> expected = new HashMap<>();
    private final Map<String, Integer> count = new HashMap<>();
    private final Map<String, Ref> current = new HashMap<>();
    private final Map<String, String> dropped = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private final Set<String> stored = new HashSet<>();

    /** The program passed {@link #requireSingleWriters}. */
    Definitions(Block block, List<Liveness.LiveOp> live) {
        this.block = block;
        for (var op : live) {
            Liveness.written(block, op.op()).forEach(v -> expected.merge(v, 1, Integer::sum));
        }
    }

    /**
     * Refuses a variable that two operators compute, or that is fed and computed, unless the second one reads it and so
     * works in place, or it is a parameter.
     */
    static void requireSingleWriters(String source, Block block, Collection<String> feeds) {
        var writers = new HashMap<String, String>();
        feeds.forEach(v -> writers.put(v, "fed"));
        for (var op : block.ops()) {
            if (Endpoints.isEndpoint(op)) {
                continue;
            }
            var place = Place.of(source, op);
            for (var variable : Liveness.written(block, op)) {
                var declared = block.variables().get(variable);
                var earlier = writers.put(variable, "computed by " + place.operator());
                boolean parameter = declared != null && declared.persistable();
                if (earlier != null && !parameter && !reads(op, variable)) {
                    throw place.malformed(
                            "output variable '" + variable + "'",
                            "is " + earlier + " already; expected one definition, or an operator that works in place");
                }
            }
        }
    }

    private static boolean reads(Op op, String variable) {
        return op.inputs().values().stream().anyMatch(a -> a.contains(variable));
    }

    void feed(String variable) {
        give(variable);
    }

    void store(String variable) {
        give(variable);
        stored.add(variable);
    }

    private void give(String variable) {
        given.add(variable);
        current.put(variable, new Ref(variable));
        count.put(variable, 1);
    }

    boolean isParameter(String variable) {
        return stored.contains(variable);
    }

    /** The definition that an operator reads. */
    Ref resolve(Place place, Op op, String variable) {
        var ref = current.get(variable);
        if (ref == null) {
            throw undefined(place, op, variable);
        }
        return ref;
    }

    /** The definition that the caller gets. */
    Ref fetched(String source, String variable) {
        var ref = current.get(variable);
        if (ref == null) {
            throw new ModelFormatException(
                    source,
                    "block 0, variable '" + variable + "': is fetched, but "
                            + (block.variables().containsKey(variable)
                                    ? dropped.getOrDefault(variable, "nothing computes, feeds or stores it")
                                    : "not declared"));
        }
        return ref;
    }

    /** A new definition, which {@link #commit} makes the current one. */
    Ref define(Place place, Ref output) {
        String variable = output.name();
        if (!block.variables().containsKey(variable)) {
            throw place.malformed("output variable '" + variable + "'", "is not declared in block " + block.index());
        }
        int version = count.getOrDefault(variable, 0) + 1;
        boolean plain = !given.contains(variable) && version == expected.getOrDefault(variable, 1);
        return new Ref(plain ? variable : variable + "@" + version, output.range());
    }

    /** After an operator: what it promised is defined, its other outputs are not computed. */
    void commit(Place place, Op op, Map<String, Ref> claimed) {
        for (var variable : Liveness.written(block, op)) {
            var ref = claimed.get(variable);
            if (ref != null) {
                current.put(variable, ref);
                count.merge(variable, 1, Integer::sum);
                stored.remove(variable);
            } else if (!current.containsKey(variable)) {
                dropped.put(variable, "is an output of " + place.operator() + " that is not computed");
            }
        }
    }

    private TouchstoneException undefined(Place place, Op op, String variable) {
        String part = "variable '" + variable + "'";
        if (dropped.containsKey(variable)) {
            return place.unsupported(part, dropped.get(variable) + "; supported are results only");
        }
        if (!block.variables().containsKey(variable)) {
            return place.malformed(part, "is not declared in block " + block.index());
        }
        var later = block.ops().stream()
                .filter(o -> o.index() >= op.index()
                        && !Endpoints.isEndpoint(o)
                        && Liveness.written(block, o).contains(variable))
                .findFirst();
        if (later.isEmpty()) {
            return place.malformed(part, "is read, but nothing computes, feeds or stores it");
        }
        if (later.get().index() == op.index()) {
            return place.malformed(part, "is part of a cycle: this operator computes what it reads");
        }
        String writer = Place.of(place.source(), later.get()).operator();
        return place.malformed(
                part,
                dependsOn(later.get(), op)
                        ? "is part of a cycle: " + writer + " computes it from what this operator computes"
                        : "is read before " + writer + " computes it; expected operators in executable order");
    }

    /** Whether the reader's results reach the writer's inputs. */
    private boolean dependsOn(Op writer, Op reader) {
        var writing = new HashMap<String, List<Op>>();
        for (var op : block.ops()) {
            Liveness.written(block, op)
                    .forEach(v ->
                            writing.computeIfAbsent(v, k -> new ArrayList<>()).add(op));
        }
        var reached = new BitSet();
        var open = new ArrayDeque<Op>(List.of(writer));
        while (!open.isEmpty()) {
            var op = open.pop();
            if (op.index() == reader.index()) {
                return true;
            }
            if (!reached.get(op.index())) {
                reached.set(op.index());
                op.inputs().values().forEach(a -> a.forEach(v -> open.addAll(writing.getOrDefault(v, List.of()))));
            }
        }
        return false;
    }
}
