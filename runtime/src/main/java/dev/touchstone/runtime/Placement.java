package dev.touchstone.runtime;

import dev.touchstone.backend.Support;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which backend runs which node, and for every earlier backend why it does not. Immutable.
 *
 * @param backends the backends that were asked, in order
 * @param rows one for each node, in the graph's order
 * @param parts the subgraphs that are compiled as one, in order of execution
 * @param transfers the tensors that go from one backend to another, in order of execution
 * @param places by backend where it runs, for those for which that is no matter of course: {@code isolated (pid 4711)},
 *     {@code in-process}; as it was when the graph was placed
 */
public record Placement(
        List<String> backends, List<Row> rows, List<Part> parts, List<Transfer> transfers, Map<String, String> places) {
    /**
     * The answer for one node.
     *
     * @param node its name
     * @param operator its operator's name
     * @param backend who runs it
     * @param part the index of its subgraph in {@link Placement#parts}
     * @param refusals one for each earlier backend, in order; not empty means fallback
     */
    public record Row(String node, String operator, String backend, int part, List<Refusal> refusals) {
        public Row {
            refusals = List.copyOf(refusals);
        }

        /** Whether a backend that was asked before refused the node. */
        public boolean isFallback() {
            return !refusals.isEmpty();
        }

        /** {@code conv1 (conv2d): rknpu: RANK: input is 6; supported: 4 or less}. */
        String refusalText() {
            return node + " (" + operator + "): "
                    + refusals.stream().map(Refusal::toString).collect(Collectors.joining("; "));
        }
    }

    /** Why a backend does not run a node. */
    public record Refusal(String backend, Support.Unsupported reason) {
        /** {@code rknpu: RANK: input is 6; supported: 4 or less}. */
        @Override
        public String toString() {
            return backend + ": " + reason;
        }
    }

    /** A subgraph: the names of its nodes, in order of execution. */
    public record Part(String backend, List<String> nodes) {
        public Part {
            nodes = List.copyOf(nodes);
        }
    }

    /** A tensor that one backend computes and another reads. It is handed over in host memory. */
    public record Transfer(String value, long bytes, String from, String to) {}

    public Placement {
        backends = List.copyOf(backends);
        rows = List.copyOf(rows);
        parts = List.copyOf(parts);
        transfers = List.copyOf(transfers);
        places = Map.copyOf(places);
    }

    /** The answer for the node of this name. */
    public Optional<Row> node(String name) {
        return rows.stream().filter(r -> r.node().equals(name)).findFirst();
    }

    /** The nodes that an earlier backend refused. */
    public List<Row> fallbacks() {
        return rows.stream().filter(Row::isFallback).toList();
    }

    /** One line: {@code 14 nodes: 12 on rknpu, 2 on reference; subgraphs: 3; transfers: 2, 4096 bytes}. */
    public String summary() {
        var counts = new LinkedHashMap<String, Integer>();
        backends.forEach(b -> counts.put(b, 0));
        rows.forEach(r -> counts.merge(r.backend(), 1, Integer::sum));
        var nodes = counts.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .map(e -> e.getValue() + " on " + e.getKey() + place(e.getKey()))
                .collect(Collectors.joining(", "));
        return rows.size() + " nodes" + (nodes.isEmpty() ? "" : ": " + nodes) + "; subgraphs: " + parts.size()
                + "; transfers: " + transfers.size() + ", "
                + transfers.stream().mapToLong(Transfer::bytes).sum() + " bytes";
    }

    private String place(String backend) {
        var place = places.get(backend);
        return place == null ? "" : " " + place;
    }

    /** The summary and a table of all nodes with the refusals of earlier backends. */
    @Override
    public String toString() {
        var table = new TextTable("subgraph", "backend", "operator", "node", "refused by");
        for (var row : rows) {
            table.row(
                    Integer.toString(row.part()),
                    row.backend(),
                    row.operator(),
                    row.node(),
                    row.refusals().stream().map(Refusal::toString).collect(Collectors.joining("; ")));
        }
        return summary() + "\n" + table;
    }
}
