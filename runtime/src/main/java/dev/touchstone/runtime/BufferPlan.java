package dev.touchstone.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where in one block of memory the tensors that go from subgraph to subgraph lie. Two that are needed at the same time
 * never overlap; others share memory. The largest are placed first, each at the lowest free offset.
 *
 * @param offsets by tensor name, multiples of {@link #ALIGNMENT}
 * @param bytes size of the block
 */
record BufferPlan(Map<String, Long> offsets, long bytes) {
    /** A cache line, and what the widest vector instructions like. */
    static final long ALIGNMENT = 64;

    /**
     * A tensor and when it is needed.
     *
     * @param first the step that writes it
     * @param last the last step that reads it
     */
    record Lifetime(String name, long bytes, int first, int last) {
        boolean overlaps(Lifetime other) {
            return first <= other.last && other.first <= last;
        }
    }

    private record Placed(Lifetime lifetime, long offset) {
        long end() {
            return offset + lifetime.bytes();
        }
    }

    static BufferPlan of(List<Lifetime> lifetimes) {
        var placed = new ArrayList<Placed>();
        var offsets = new LinkedHashMap<String, Long>();
        long bytes = 0;
        var largestFirst = lifetimes.stream().sorted(BufferPlan::largestFirst).toList();
        for (var lifetime : largestFirst) {
            var here = new Placed(lifetime, lowestFree(lifetime, placed));
            placed.add(here);
            offsets.put(lifetime.name(), here.offset());
            bytes = Math.max(bytes, here.end());
        }
        return new BufferPlan(offsets, bytes);
    }

    /** Of equal size the earlier one first. */
    private static int largestFirst(Lifetime a, Lifetime b) {
        int order = Long.compare(b.bytes(), a.bytes());
        return order != 0 ? order : Integer.compare(a.first(), b.first());
    }

    private static long lowestFree(Lifetime lifetime, List<Placed> placed) {
        long offset = 0;
        var inTheWay = placed.stream()
                .filter(p -> p.lifetime().overlaps(lifetime))
                .sorted((a, b) -> Long.compare(a.offset(), b.offset()))
                .toList();
        for (var other : inTheWay) {
            if (offset + lifetime.bytes() <= other.offset()) {
                break;
            }
            offset = Math.max(offset, align(other.end()));
        }
        return offset;
    }

    private static long align(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
