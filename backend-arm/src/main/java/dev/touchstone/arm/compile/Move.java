package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.CopyKernel;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.graph.Node;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements on their way from one order to another, perhaps through a table: every operator that only moves data, and
 * every change of layout. Index spaces are cut where a plane of channels ends; what remains are nested loops.
 */
final class Move {
    private final Assembly assembly;
    private final Side in;
    private final Side out;
    private final int[] extents;
    private final @Nullable Int8Table table;

    /** All elements of a tensor. */
    Move(Assembly assembly, Stored in, Stored out, Shape shape) {
        this(assembly, Side.of(in), Side.of(out), shape.toArray(), null);
    }

    /**
     * Elements of an index space.
     *
     * @param table what becomes of each; null for nothing
     */
    Move(Assembly assembly, Side in, Side out, int[] extents, @Nullable Int8Table table) {
        this.assembly = assembly;
        this.in = in;
        this.out = out;
        this.extents = extents;
        this.table = table;
    }

    /** Adds it as a stage of its own. */
    void add(Node node) {
        assembly.stage(node, calls());
    }

    List<Call> calls() {
        int weights = 0;
        boolean mapped = false;
        ByteForm from = in.tensor().form();
        ByteForm to = out.tensor().form();
        if (from != null && to != null) {
            boolean sameBytes = (from == ByteForm.OFFSET) == (to == ByteForm.OFFSET);
            mapped = !sameBytes || (table != null && !table.isIdentity());
            if (mapped) {
                var entries = table == null ? Int8Table.of(x -> x, 1, 1) : table;
                weights = assembly.constants().place(entries.stored(from, to)).displacement();
            }
        }
        var calls = new ArrayList<Call>();
        cut(0, new int[extents.length], extents.clone(), weights, mapped, calls);
        return calls;
    }

    /** Cuts axis after axis into stretches that are regular on both sides. */
    private void cut(int axis, int[] from, int[] counts, int weights, boolean mapped, List<Call> calls) {
        if (axis == extents.length) {
            nest(from, counts, weights, mapped, calls);
            return;
        }
        int start = 0;
        for (int i = 1; i <= extents[axis]; i++) {
            if (i == extents[axis] || !in.isRegular(axis, i) || !out.isRegular(axis, i)) {
                from[axis] = start;
                counts[axis] = i - start;
                cut(axis + 1, from, counts, weights, mapped, calls);
                start = i;
            }
        }
        from[axis] = 0;
        counts[axis] = extents[axis];
    }

    private void nest(int[] from, int[] counts, int weights, boolean mapped, List<Call> calls) {
        var loops = new ArrayList<CopyKernel.Loop>();
        for (int axis = 0; axis < counts.length; axis++) {
            if (counts[axis] > 1) {
                loops.add(new CopyKernel.Loop(counts[axis], in.stride(axis), out.stride(axis)));
            }
        }
        loops.sort((a, b) -> Integer.compare(b.out(), a.out()));
        merge(loops);
        int unit = element();
        if (!loops.isEmpty() && loops.getLast().in() == unit && loops.getLast().out() == unit) {
            unit *= loops.removeLast().count();
            int longest = mapped ? 64 : 256;
            if (unit > longest) {
                int part = divisor(unit, longest);
                loops.add(new CopyKernel.Loop(unit / part, part, part));
                unit = part;
            }
        }
        if (loops.isEmpty()) {
            loops.add(new CopyKernel.Loop(1, 0, 0));
        }
        if (loops.size() > CopyKernel.MAX_LOOPS + 1) {
            throw new IllegalStateException("a move of " + loops.size() + " loops");
        }
        var first = loops.removeFirst();
        var kernel = new CopyKernel(new CopyKernel.Step(first.in(), first.out()), loops, unit, mapped);
        Pieces.split(
                first.count(),
                4,
                (begin, n) -> calls.add(Call.of(
                        kernel,
                        in.tensor(),
                        in.offset(from) + begin * first.in(),
                        out.tensor(),
                        out.offset(from) + begin * first.out(),
                        weights,
                        n)));
    }

    private int element() {
        return out.tensor().layout() instanceof Layout.Dense d
                ? d.element()
                : out.tensor().planes().element();
    }

    /** The largest divisor up to a limit. */
    private static int divisor(int n, int limit) {
        int d = limit;
        while (n % d != 0) {
            d--;
        }
        return d;
    }

    /** Joins loops where one goes on where the other ends. */
    private static void merge(List<CopyKernel.Loop> loops) {
        for (int i = loops.size() - 2; i >= 0; i--) {
            var outer = loops.get(i);
            var inner = loops.get(i + 1);
            if (outer.in() == inner.in() * inner.count() && outer.out() == inner.out() * inner.count()) {
                loops.set(i, new CopyKernel.Loop(outer.count() * inner.count(), inner.in(), inner.out()));
                loops.remove(i + 1);
            }
        }
    }
}
