package dev.touchstone.paddle.opt;

import dev.touchstone.paddle.program.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups operators by where they run, so that no group waits for one that waits for it. Operators with the same place
 * and the same number of changes of place before them form a group. Where a variable is written more than once the order
 * of the program must stay, and a group is a run of neighbours.
 */
final class Parts {
    /** A group in the making of an order: what comes first, and whether it is the processor's. */
    private record Key(int level, boolean marked) {}

    private Parts() {}

    /** The groups in an order in which they can be run; each has the positions of its operators, ascending. */
    static List<List<Integer>> of(List<Op> ops, List<Boolean> marked) {
        var groups = new TreeMap<Key, List<Integer>>(
                Comparator.comparingInt(Key::level).thenComparing(Key::marked));
        boolean ordered = writesTwice(ops);
        var levels = new HashMap<String, Key>();
        int run = 0;
        for (int i = 0; i < ops.size(); i++) {
            int level = 0;
            if (ordered) {
                run += i > 0 && !marked.get(i).equals(marked.get(i - 1)) ? 1 : 0;
                level = run;
            } else {
                level = level(ops.get(i), marked.get(i), levels);
            }
            var key = new Key(level, marked.get(i));
            names(ops.get(i).outputs()).forEach(n -> levels.put(n, key));
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
        return List.copyOf(groups.values());
    }

    private static int level(Op op, boolean marked, Map<String, Key> levels) {
        int level = 0;
        for (var name : names(op.inputs())) {
            var producer = levels.get(name);
            if (producer != null) {
                level = Math.max(level, producer.level() + (producer.marked() == marked ? 0 : 1));
            }
        }
        return level;
    }

    private static boolean writesTwice(List<Op> ops) {
        var written = new HashSet<String>();
        for (var op : ops) {
            for (var name : names(op.outputs())) {
                // Fake quantization names its recorded scale as output, too; nothing new is written.
                if (!written.add(name) && !names(op.inputs()).contains(name)) {
                    return true;
                }
                if (names(op.inputs()).contains(name) && !op.type().startsWith("fake_")) {
                    return true;
                }
            }
        }
        return false;
    }

    static List<String> names(Map<String, List<String>> slots) {
        return slots.values().stream().flatMap(List::stream).toList();
    }
}
