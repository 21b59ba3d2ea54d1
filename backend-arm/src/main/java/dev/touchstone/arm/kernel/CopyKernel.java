package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Moves elements between any two orders that nested loops can walk. {@code COUNT} counts the outermost loop.
 *
 * @param outer bytes from one pass of the outermost loop to the next
 * @param loops inside it, from the outside in, at most six
 * @param unit bytes that lie together on both sides
 * @param mapped whether bytes go through the table at {@code WEIGHTS}, from stored byte to stored byte
 */
public record CopyKernel(Step outer, List<Loop> loops, int unit, boolean mapped) implements SampledKernel {
    private static final Reg[] COUNTERS = {Reg.T1, Reg.T2, Reg.T3, Reg.T4, Reg.T5, Reg.T6};

    /** How many loops there may be. */
    public static final int MAX_LOOPS = COUNTERS.length;

    public CopyKernel {
        loops = List.copyOf(loops);
    }

    /** Bytes on both sides. */
    public record Step(int in, int out) {}

    /** A loop and the bytes from one pass to the next. */
    public record Loop(int count, int in, int out) {}

    @Override
    public List<Place> places(Trial call, int width) {
        return List.of(Place.in(last(true), unit, Content.BYTES));
    }

    @Override
    public void verify(Trial trial, int width) {
        for (int i : new int[] {0, unit - 1}) {
            byte moved = trial.in(last(true) + i);
            trial.requireByte(last(false) + i, mapped ? trial.weight(moved & 255) : moved);
        }
    }

    @Override
    public boolean staysInInput() {
        return true;
    }

    /** Where the last unit of a pass is. */
    private int last(boolean input) {
        return loops.stream()
                .mapToInt(loop -> (loop.count() - 1) * (input ? loop.in() : loop.out()))
                .sum();
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        m.loop(Reg.COUNT, () -> {
            nest(m, 0);
            m.add(Reg.IN, outer.in());
            m.add(Reg.OUT, outer.out());
        });
    }

    /** Loop number {@code depth} and what is inside; IN and OUT come back to where they were. */
    private void nest(Machine m, int depth) {
        if (depth == loops.size()) {
            move(m, 0, 0);
            return;
        }
        var loop = loops.get(depth);
        boolean innermost = depth == loops.size() - 1;
        if (innermost && unit <= 8 && loop.count() <= 8) {
            for (int u = 0; u < loop.count(); u++) {
                move(m, u * loop.in(), u * loop.out());
            }
            return;
        }
        int unroll = !innermost || unit > 8 ? 1 : loop.count() % 8 == 0 ? 8 : loop.count() % 4 == 0 ? 4 : 1;
        m.loop(COUNTERS[depth], loop.count() / unroll, () -> {
            if (innermost) {
                for (int u = 0; u < unroll; u++) {
                    move(m, u * loop.in(), u * loop.out());
                }
            } else {
                nest(m, depth + 1);
            }
            m.add(Reg.IN, unroll * loop.in());
            m.add(Reg.OUT, unroll * loop.out());
        });
        m.add(Reg.IN, -loop.count() * loop.in());
        m.add(Reg.OUT, -loop.count() * loop.out());
    }

    private void move(Machine m, int in, int out) {
        if (!mapped) {
            m.copy(at(Reg.OUT, out), at(Reg.IN, in), unit, Reg.T0);
            return;
        }
        for (int i = 0; i < unit; i++) {
            m.loadByte(Reg.T0, at(Reg.IN, in + i));
            m.loadByte(Reg.T0, Reg.WEIGHTS, Reg.T0, 0);
            m.storeByte(at(Reg.OUT, out + i), Reg.T0);
        }
    }
}
