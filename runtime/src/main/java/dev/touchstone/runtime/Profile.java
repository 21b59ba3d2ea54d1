package dev.touchstone.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * Where the time of one or more runs went. Immutable.
 *
 * @param rows in order of execution
 */
public record Profile(List<Row> rows) {
    /** No runs. */
    public static final Profile EMPTY = new Profile(List.of());

    /**
     * The time of one node; of a whole subgraph, if its backend reports no nodes; or of handing a tensor from one
     * backend to another.
     *
     * @param node the node's name; {@code first..last} of a subgraph; the name of a tensor handed over
     * @param operator the operator's name; {@code subgraph}; {@code transfer}
     * @param backend who did it, and where if that is no matter of course: {@code rknpu isolated (pid 4711)}, whose times
     *     include the way there and back; {@code from -> to} for a tensor handed over
     * @param count how often it was done
     * @param nanos how long that took, in nanoseconds, all times together
     */
    public record Row(String node, String operator, String backend, long count, long nanos) {}

    private record Key(String node, String operator, String backend) {}

    public Profile {
        rows = List.copyOf(rows);
    }

    /** Both together: rows of the same node, operator and backend become one. */
    public Profile plus(Profile other) {
        var sums = new LinkedHashMap<Key, Row>();
        for (var profile : List.of(this, other)) {
            for (var row : profile.rows) {
                sums.merge(
                        new Key(row.node, row.operator, row.backend),
                        row,
                        (a, b) -> new Row(a.node, a.operator, a.backend, a.count + b.count, a.nanos + b.nanos));
            }
        }
        return new Profile(List.copyOf(sums.values()));
    }

    /** The time of all rows, in nanoseconds. */
    public long nanos() {
        return rows.stream().mapToLong(Row::nanos).sum();
    }

    /** A table: share, mean milliseconds, count, backend, operator and node of each row. */
    @Override
    public String toString() {
        double total = Math.max(1, nanos());
        var table = new TextTable("share", "ms", "count", "backend", "operator", "node");
        for (var row : rows) {
            table.row(
                    String.format(Locale.ROOT, "%5.1f %%", 100 * row.nanos / total),
                    String.format(Locale.ROOT, "%8.3f", row.nanos / 1e6 / Math.max(1, row.count)),
                    Long.toString(row.count),
                    row.backend,
                    row.operator,
                    row.node);
        }
        return table.toString();
    }
}
