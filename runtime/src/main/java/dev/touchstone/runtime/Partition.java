package dev.touchstone.runtime;

import dev.touchstone.graph.Graph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Cuts a graph whose nodes have owners into parts of one owner each.
 *
 * <p>Q1 Every node is in exactly one part.
 * <br>Q2 Parts can be run one after the other: there is no cycle between them. It follows that each is convex, that is,
 * a path that leaves it never comes back.
 * <br>Q3 Parts are maximal: no two parts of one owner could be made one without breaking Q2.
 * <br>Q4 The result depends on the graph alone: parts that could change places stand in the order of their first nodes.
 *
 * <p>First, each node gets a level, the largest number of changes of owner on a path to it. Nodes of one owner and level
 * form a part: an edge stays in its part or leads to a higher level, which gives Q2. Then parts of one owner are merged
 * while any can be. Two can be if no path from one to the other leads through a third part. A pair that cannot be merged
 * when one of the two has no partner left has a part of another owner on a path between them, and such a path
 * outlives all mergers; so each part needs to be tried once. The time is at worst the square of the number of parts.
 */
final class Partition {
    private final int[] owner;
    private final List<List<Integer>> members = new ArrayList<>();
    private final List<BitSet> successors = new ArrayList<>();
    private final List<BitSet> predecessors = new ArrayList<>();

    private Partition(int[][] inputs, int[] nodeOwner) {
        var partOf = new int[nodeOwner.length];
        var owners = new ArrayList<Integer>();
        for (var nodes : byOwnerAndLevel(inputs, nodeOwner)) {
            nodes.forEach(n -> partOf[n] = members.size());
            owners.add(nodeOwner[nodes.getFirst()]);
            members.add(nodes);
            successors.add(new BitSet());
            predecessors.add(new BitSet());
        }
        owner = owners.stream().mapToInt(Integer::intValue).toArray();
        for (int node = 0; node < inputs.length; node++) {
            for (int input : inputs[node]) {
                if (partOf[input] != partOf[node]) {
                    successors.get(partOf[input]).set(partOf[node]);
                    predecessors.get(partOf[node]).set(partOf[input]);
                }
            }
        }
    }

    /**
     * The parts of a graph in an order in which they can be run.
     *
     * @param owner of each node, in the graph's order
     * @return for each part the positions of its nodes, ascending
     */
    static List<List<Integer>> of(Graph graph, int[] owner) {
        var position = new HashMap<String, Integer>();
        var inputs = new int[owner.length][];
        for (int i = 0; i < owner.length; i++) {
            var node = graph.nodes().get(i);
            inputs[i] = node.inputs().stream()
                    .map(v -> position.get(v.name()))
                    .filter(p -> p != null)
                    .mapToInt(Integer::intValue)
                    .toArray();
            int at = i;
            node.outputs().forEach(v -> position.put(v.name(), at));
        }
        return of(inputs, owner);
    }

    /**
     * The same on bare numbers.
     *
     * @param inputs for each node the nodes that it reads, all of them earlier
     * @param owner of each node
     */
    static List<List<Integer>> of(int[][] inputs, int[] owner) {
        var partition = new Partition(inputs, owner);
        for (int part = 0; part < partition.members.size(); part++) {
            partition.mergeAllInto(part);
        }
        return partition.inOrder();
    }

    private static Iterable<List<Integer>> byOwnerAndLevel(int[][] inputs, int[] owner) {
        record Key(int level, int owner) implements Comparable<Key> {
            @Override
            public int compareTo(Key other) {
                int order = Integer.compare(level, other.level);
                return order != 0 ? order : Integer.compare(owner, other.owner);
            }
        }
        var parts = new TreeMap<Key, List<Integer>>();
        var level = new int[owner.length];
        for (int node = 0; node < owner.length; node++) {
            for (int input : inputs[node]) {
                level[node] = Math.max(level[node], level[input] + (owner[input] == owner[node] ? 0 : 1));
            }
            parts.computeIfAbsent(new Key(level[node], owner[node]), k -> new ArrayList<>())
                    .add(node);
        }
        return parts.values();
    }

    private void mergeAllInto(int part) {
        if (members.get(part).isEmpty()) {
            return;
        }
        for (int partner = partnerOf(part); partner >= 0; partner = partnerOf(part)) {
            merge(part, partner);
        }
    }

    /** A part of the same owner that can be merged with this one; -1 if there is none. */
    private int partnerOf(int part) {
        var blocked = beyondNeighbours(part, successors);
        blocked.or(beyondNeighbours(part, predecessors));
        for (int other = 0; other < owner.length; other++) {
            if (other != part
                    && owner[other] == owner[part]
                    && !members.get(other).isEmpty()
                    && !blocked.get(other)) {
                return other;
            }
        }
        return -1;
    }

    /** The parts at the end of a path of two or more steps. */
    private static BitSet beyondNeighbours(int part, List<BitSet> next) {
        var beyond = new BitSet();
        var expanded = new BitSet();
        var waiting = (BitSet) next.get(part).clone();
        for (int at = waiting.nextSetBit(0); at >= 0; at = waiting.nextSetBit(0)) {
            waiting.clear(at);
            expanded.set(at);
            beyond.or(next.get(at));
            waiting.or(next.get(at));
            waiting.andNot(expanded);
        }
        return beyond;
    }

    private void merge(int part, int partner) {
        members.get(part).addAll(members.get(partner));
        members.get(part).sort(null);
        members.get(partner).clear();
        redirect(partner, part, successors, predecessors);
        redirect(partner, part, predecessors, successors);
    }

    private static void redirect(int from, int to, List<BitSet> next, List<BitSet> back) {
        next.get(from).stream().forEach(n -> {
            back.get(n).clear(from);
            if (n != to) {
                back.get(n).set(to);
                next.get(to).set(n);
            }
        });
        next.get(from).clear();
    }

    private List<List<Integer>> inOrder() {
        var open = predecessors.stream().mapToInt(BitSet::cardinality).toArray();
        var ready = new PriorityQueue<Integer>((a, b) ->
                Integer.compare(members.get(a).getFirst(), members.get(b).getFirst()));
        IntStream.range(0, owner.length)
                .filter(p -> !members.get(p).isEmpty() && open[p] == 0)
                .forEach(ready::add);
        var order = new ArrayList<List<Integer>>();
        while (!ready.isEmpty()) {
            int part = ready.remove();
            order.add(List.copyOf(members.get(part)));
            successors.get(part).stream().filter(s -> --open[s] == 0).forEach(ready::add);
        }
        return order;
    }
}
